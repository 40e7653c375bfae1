package dev.skerry.trainer.ingest.fetch;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Git without the settings of the machine and its user: no rewritten URLs, no proxies, no look for
 * an installed Git. What a URL means depends on nothing but the URL.
 */
final class IsolatedGit {

    private static final long CLOCK_SECONDS = 1;

    private IsolatedGit() {}

    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof Reader)) {
            SystemReader.setInstance(new Reader(SystemReader.getInstance()));
            // nothing here depends on how fine the file system's clock is; measuring it takes
            // seconds
            FS.FileStoreAttributes.setBackground(true);
        }
    }

    static Config config() {
        return new Config();
    }

    private static final class Reader extends SystemReader.Delegate {
        Reader(SystemReader machine) {
            super(machine);
        }

        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new Empty(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new Empty(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new Empty(parent, fs);
        }
    }

    private static final class Empty extends FileBasedConfig {
        Empty(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        /**
         * The fineness of the file system's clock: told, or JGit would measure it for seconds by
         * writing files into the repository it was asked to read.
         */
        @Override
        public long getTimeUnit(
                String section, String subsection, String name, long otherwise, TimeUnit unit) {
            return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                    ? unit.convert(CLOCK_SECONDS, TimeUnit.SECONDS)
                    : super.getTimeUnit(section, subsection, name, otherwise, unit);
        }
    }
}

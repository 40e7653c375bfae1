package dev.skerry.local.node.volume;

import dev.skerry.local.node.state.PodStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A folder whose files change all at once: they lie in {@code ..N}, {@code ..data} points there,
 * and each name at the top points through {@code ..data}. A reader sees the old files or the new
 * ones, never both.
 */
final class AtomicFolder {
    private static final String DATA = "..data";

    private final Path root;

    AtomicFolder(Path root) {
        this.root = root;
    }

    /**
     * @param files path below the folder to content; paths with {@code ..} are refused
     */
    void write(Map<String, FileContent> files) throws IOException, MountProblem {
        Files.createDirectories(root);
        var before = root.resolve(DATA);
        var old = Files.isSymbolicLink(before) ? Files.readSymbolicLink(before) : Path.of("..0");
        var next = Path.of(".." + (Long.parseLong(old.toString().substring(2)) + 1));
        PodStore.deleteTree(root.resolve(next));
        Files.createDirectory(root.resolve(next));
        var tops = new HashSet<String>();
        for (var file : files.entrySet()) {
            tops.add(writeOne(root.resolve(next), file.getKey(), file.getValue()));
        }
        var link = root.resolve("..data.new");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, next);
        Files.move(link, before, StandardCopyOption.ATOMIC_MOVE);
        linkTops(tops);
        if (!old.equals(next)) PodStore.deleteTree(root.resolve(old));
    }

    private static String writeOne(Path folder, String name, FileContent content)
            throws IOException, MountProblem {
        var path = folder.resolve(name).normalize();
        if (!path.startsWith(folder) || path.equals(folder) || name.startsWith("..")) {
            throw new MountProblem(
                    "path \"" + name + "\" leaves its volume; use a relative path without ..");
        }
        Files.createDirectories(path.getParent());
        Files.write(path, content.bytes());
        Files.setPosixFilePermissions(path, permissions(content.mode()));
        return folder.relativize(path).getName(0).toString();
    }

    private void linkTops(Set<String> tops) throws IOException {
        for (var top : tops) {
            var link = root.resolve(top);
            if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) continue;
            Files.createSymbolicLink(link, Path.of(DATA, top));
        }
        try (var present = Files.newDirectoryStream(root)) {
            for (var path : present) {
                var name = path.getFileName().toString();
                if (!name.startsWith("..") && !tops.contains(name)) Files.delete(path);
            }
        }
    }

    static Set<PosixFilePermission> permissions(int mode) {
        var order = PosixFilePermission.values();
        var set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < order.length; bit++) {
            if ((mode >> (order.length - 1 - bit) & 1) == 1) set.add(order[bit]);
        }
        return set;
    }
}

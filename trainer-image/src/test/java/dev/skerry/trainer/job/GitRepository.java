package dev.skerry.trainer.job;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;

/** A repository of one commit. */
final class GitRepository {

    private GitRepository() {}

    static URI at(Path place, Map<String, String> files) throws Exception {
        Files.createDirectories(place);
        try (var git = Git.init().setDirectory(place.toFile()).call()) {
            for (var file : files.entrySet()) {
                var path = place.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            git.add().addFilepattern(".").call();
            var author = new PersonIdent("A", "a@example.org");
            git.commit()
                    .setMessage("one")
                    .setAuthor(author)
                    .setCommitter(author)
                    .setSign(false)
                    .call();
        }
        return place.toUri();
    }
}

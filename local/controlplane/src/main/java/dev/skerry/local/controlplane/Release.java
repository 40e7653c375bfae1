package dev.skerry.local.controlplane;

import java.net.URI;
import java.util.Optional;

/**
 * Where a program's own project publishes it, and where the checksum of exactly that file stands.
 *
 * @param file the program itself, or a gzipped tar that holds it
 * @param checksum a document that names the file's SHA-256
 * @param form how to read that document
 */
record Release(URI file, URI checksum, Form form) {
    enum Form {
        /** Only the digest, or {@code digest name} lines. */
        SUMS,
        /** A release of GitHub's API, assets with {@code digest: "sha256:…"}. */
        GITHUB
    }

    /** The path inside the archive ends with the program's name; plain files are the program. */
    boolean isArchive() {
        return file.getPath().endsWith(".tar.gz");
    }

    String fileName() {
        var path = file.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Linux only: elsewhere projects publish other archive forms, and Go builds everything but
     * Qdrant.
     */
    static Optional<Release> of(Binary binary, Platform platform) {
        if (!platform.isLinux()) return Optional.empty();
        var version = binary.releasedVersion();
        return Optional.of(
                switch (binary) {
                    case ETCD -> {
                        var folder =
                                "https://github.com/etcd-io/etcd/releases/download/v"
                                        + version
                                        + "/";
                        yield sums(
                                folder + "etcd-v" + version + "-" + platform + ".tar.gz",
                                folder + "SHA256SUMS");
                    }
                    case KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBECTL -> {
                        var file =
                                "https://dl.k8s.io/v%s/bin/%s/%s/%s"
                                        .formatted(
                                                version,
                                                platform.os(),
                                                platform.arch(),
                                                binary.fileName());
                        yield sums(file, file + ".sha256");
                    }
                    case MINIO -> {
                        var file =
                                "https://dl.min.io/server/minio/release/%s/archive/minio.%s"
                                        .formatted(platform, version);
                        yield sums(file, file + ".sha256sum");
                    }
                    case QDRANT -> {
                        var machine = platform.arch().equals("arm64") ? "aarch64" : "x86_64";
                        yield new Release(
                                URI.create(
                                        "https://github.com/qdrant/qdrant/releases/download/v%s/qdrant-%s-unknown-linux-musl.tar.gz"
                                                .formatted(version, machine)),
                                URI.create(
                                        "https://api.github.com/repos/qdrant/qdrant/releases/tags/v"
                                                + version),
                                Form.GITHUB);
                    }
                });
    }

    private static Release sums(String file, String checksum) {
        return new Release(URI.create(file), URI.create(checksum), Form.SUMS);
    }
}

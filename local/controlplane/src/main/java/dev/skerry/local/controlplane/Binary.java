package dev.skerry.local.controlplane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A program of the local cluster, with the one version that belongs to this version of Skerry. */
public enum Binary {
    ETCD("etcd", Versions.ETCD, Versions.ETCD, "etcd", "."),
    KUBE_APISERVER(
            "kube-apiserver",
            Versions.KUBERNETES,
            Versions.KUBERNETES,
            "kubernetes",
            Versions.KUBE_CMD),
    KUBE_CONTROLLER_MANAGER(
            "kube-controller-manager",
            Versions.KUBERNETES,
            Versions.KUBERNETES,
            "kubernetes",
            Versions.KUBE_CMD),
    KUBE_SCHEDULER(
            "kube-scheduler",
            Versions.KUBERNETES,
            Versions.KUBERNETES,
            "kubernetes",
            Versions.KUBE_CMD),
    KUBECTL("kubectl", Versions.KUBERNETES, Versions.KUBERNETES, "kubernetes", Versions.KUBE_CMD),
    /** The last binary its project published is older than the last source: either serves here. */
    MINIO(
            "minio",
            Versions.MINIO_SOURCE,
            Versions.MINIO_RELEASE,
            "minio",
            "github.com/minio/minio"),
    /** Written in Rust: download only. */
    QDRANT("qdrant", Versions.QDRANT, Versions.QDRANT, null, null);

    private final String fileName;
    private final String version;
    private final String releasedVersion;
    private final String goModule;
    private final String goPackage;

    Binary(
            String fileName,
            String version,
            String releasedVersion,
            String goModule,
            String goPackage) {
        this.fileName = fileName;
        this.version = version;
        this.releasedVersion = releasedVersion;
        this.goModule = goModule;
        this.goPackage = Versions.KUBE_CMD.equals(goPackage) ? goPackage + fileName : goPackage;
    }

    public String fileName() {
        return fileName;
    }

    /** The version a Go build makes, without a leading v. */
    public String version() {
        return version;
    }

    /** The version the official download has; differs from {@link #version()} for MinIO only. */
    public String releasedVersion() {
        return releasedVersion;
    }

    /** What the cache may hold, best first. */
    List<String> acceptedVersions() {
        return version.equals(releasedVersion)
                ? List.of(version)
                : List.of(version, releasedVersion);
    }

    /** The folder under {@code src/main/go} that builds it; empty where no Go source exists. */
    Optional<String> goModule() {
        return Optional.ofNullable(goModule);
    }

    String goPackage() {
        return goPackage;
    }

    /**
     * All programs one {@code go build} makes together with this one: they share nearly all
     * packages.
     */
    List<Binary> builtTogether() {
        return Arrays.stream(values())
                .filter(b -> goModule != null && goModule.equals(b.goModule))
                .toList();
    }

    /** Linker flags: no symbol tables, and the version the program says about itself. */
    String linkerFlags() {
        var flags = new ArrayList<>(List.of("-s", "-w"));
        if ("kubernetes".equals(goModule)) {
            var minor = version.split("\\.")[1];
            for (var p : List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")) {
                flags.addAll(List.of("-X", p + ".gitVersion=v" + version));
                flags.addAll(List.of("-X", p + ".gitMajor=1", "-X", p + ".gitMinor=" + minor));
                flags.addAll(List.of("-X", p + ".gitTreeState=clean"));
            }
        }
        return String.join(" ", flags);
    }

    private static final class Versions {
        static final String KUBERNETES = "1.34.4";
        static final String ETCD = "3.6.8";
        static final String MINIO_SOURCE = "20260212201848-7aac2a2c5b7c";
        static final String MINIO_RELEASE = "RELEASE.2025-09-07T16-13-09Z";
        static final String QDRANT = "1.18.3";
        static final String KUBE_CMD = "k8s.io/kubernetes/cmd/";
    }
}

package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Who is who in one control plane. etcd has an authority of its own: a certificate for the API
 * server must never open the database behind it.
 */
record Identities(
        CertificateAuthority ca,
        CertificateAuthority etcdCa,
        Credential etcdServer,
        Credential etcdClient,
        Credential apiServer,
        Credential kubeletClient,
        Credential admin,
        Credential controllerManager,
        Credential controllerManagerServer,
        Credential scheduler,
        Credential schedulerServer,
        Path serviceAccountKey,
        Path serviceAccountPublicKey) {
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost");
    private static final List<String> API_SERVER_NAMES =
            List.of(
                    "127.0.0.1",
                    "localhost",
                    "10.96.0.1",
                    "kubernetes",
                    "kubernetes.default",
                    "kubernetes.default.svc",
                    "kubernetes.default.svc.cluster.local");

    static Identities open(Path folder) throws IOException {
        OwnerOnly.directory(folder);
        var ca = CertificateAuthority.open(folder.resolve("cluster"), "skerry-local");
        var etcdCa = CertificateAuthority.open(folder.resolve("etcd"), "skerry-local-etcd");
        var key = folder.resolve("service-account.key");
        var publicKey = folder.resolve("service-account.pub");
        if (!Files.isRegularFile(publicKey)) {
            var pair = CertificateAuthority.newKeyPair();
            OwnerOnly.write(key, Pem.writePrivate(pair));
            OwnerOnly.write(publicKey, Pem.writePublic(pair));
        }
        return new Identities(
                ca,
                etcdCa,
                etcdCa.server("server", "etcd", LOOPBACK),
                etcdCa.client("client", "kube-apiserver", List.of()),
                ca.server("kube-apiserver", "kube-apiserver", API_SERVER_NAMES),
                ca.client("kubelet-client", "kube-apiserver-kubelet-client", List.of()),
                ca.client("admin", "skerry-admin", List.of("system:masters")),
                ca.client("kube-controller-manager", "system:kube-controller-manager", List.of()),
                ca.server("kube-controller-manager-server", "kube-controller-manager", LOOPBACK),
                ca.client("kube-scheduler", "system:kube-scheduler", List.of()),
                ca.server("kube-scheduler-server", "kube-scheduler", LOOPBACK),
                key,
                publicKey);
    }
}

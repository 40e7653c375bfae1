package dev.skerry.local.controlplane;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to be killed: starts an etcd (or the command given) and prints its pid, then waits for
 * ever.
 */
final class StartsChildren {
    private StartsChildren() {}

    /** Arguments: folder, tether, and optionally a shell script to run instead of etcd. */
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var children = Children.open(folder.resolve("run"), Tether.valueOf(arguments[1]));
        var script = arguments.length > 2 ? Optional.of(arguments[2]) : Optional.<String>empty();
        var command = script.isPresent() ? List.of("/bin/sh", "-c", script.get()) : etcd(folder);
        var spec =
                new ChildSpec(
                        "victim",
                        command,
                        Map.of("PATH", "/usr/bin:/bin"),
                        folder,
                        folder.resolve("victim.log"));
        System.out.println(children.start(spec).pid());
        Thread.currentThread().join();
    }

    private static List<String> etcd(Path folder) throws Exception {
        var ports = Ports.open(folder.resolve("ports"));
        var client = "http://127.0.0.1:" + ports.free("client");
        var peer = "http://127.0.0.1:" + ports.free("peer");
        return List.of(
                BinaryStore.ofUser(LoggedEvents::log).require(Binary.ETCD).toString(),
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer);
    }
}

package dev.skerry.local.controlplane;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A program that asks a store for etcd where only a Go build can give it; prints the path. */
final class RequiresEtcd {
    private RequiresEtcd() {}

    /** Arguments: cache folder, value of PATH. */
    public static void main(String[] arguments) throws Exception {
        var store =
                new BinaryStore(
                        Path.of(arguments[0]),
                        event ->
                                System.out.println("event " + event.step() + " " + event.message()),
                        new Platform("linux", "amd64"),
                        PinnedDigests.read(""),
                        uri -> URI.create("http://127.0.0.1:1/"),
                        Map.of("PATH", arguments[1]));
        System.out.println("got " + store.require(Binary.ETCD));
    }
}

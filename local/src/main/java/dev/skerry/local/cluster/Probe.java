package dev.skerry.local.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether a program answers. */
@FunctionalInterface
interface Probe {
    Duration LIMIT = Duration.ofSeconds(3);

    /** What is wrong, in a few words; empty where nothing is. */
    String problem() throws InterruptedException;

    /** Something listens on this loopback port. */
    static Probe tcp(int port) {
        return () -> {
            try (var socket = new Socket()) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                socket.connect(address, (int) LIMIT.toMillis());
                return "";
            } catch (IOException e) {
                return "does not listen on port " + port;
            }
        };
    }

    /** This address answers with a status from 200 to 299. */
    static Probe http(URI address) {
        var client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        var request = HttpRequest.newBuilder(address).timeout(LIMIT).GET().build();
        return () -> {
            try {
                int status = client.send(request, BodyHandlers.discarding()).statusCode();
                return status / 100 == 2 ? "" : address.getPath() + " answers " + status;
            } catch (IOException e) {
                return address.getPath() + " does not answer";
            }
        };
    }
}

package dev.skerry.operator.leadership;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** A name for a process that was given none; never the same twice. */
final class Identity {
    private Identity() {}

    static String ofThisProcess() {
        var random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return hostName() + "_" + random;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "operator";
        }
    }
}

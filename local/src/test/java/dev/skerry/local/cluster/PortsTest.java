package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    /** Systems give outgoing connections ports from here on. */
    private static final int FIRST_OUTGOING = 32_768;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("ports.properties");
    }

    /** The others were told where it listens, and nobody tells them again. */
    @Test
    void aPartThatStartsAgainKeepsItsPort() throws IOException {
        var ports = new Ports(file);
        int first = ports.take("vectors");
        assertThat(ports.take("vectors")).isEqualTo(first);
        assertThat(new Ports(file).take("vectors")).isEqualTo(first);
    }

    @Test
    void twoPartsNeverShareAPort() throws IOException {
        var ports = new Ports(file);
        assertThat(ports.take("vectors")).isNotEqualTo(ports.take("node"));
    }

    @Test
    void aPortThatSomebodyElseHasIsLeftToThem() throws IOException {
        int first = new Ports(file).take("vectors");
        try (var taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new Ports(file).take("vectors")).isNotEqualTo(taken.getLocalPort());
        }
    }

    /** A client that tries again and again would meet itself there while the part is down. */
    @Test
    void noOutgoingConnectionSitsOnAPort() throws IOException {
        var ports = new Ports(file);
        for (int part = 0; part < 20; part++)
            assertThat(ports.take("part-" + part)).isLessThan(FIRST_OUTGOING);
    }
}

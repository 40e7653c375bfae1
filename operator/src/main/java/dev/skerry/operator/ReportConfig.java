package dev.skerry.operator;

import dev.skerry.operator.config.Setting;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How pods report, and what is taken of it. */
public interface ReportConfig {
    @Setting(
            value = "Where pods post reports.",
            example = "https://skerry-reports.skerry-system.svc:8443",
            schemes = "https")
    URI url();

    @Setting(value = "CA certificates (PEM) that pods trust for it.", certificates = true)
    Path caFile();

    @Setting(value = "Port that reports are taken at.", atLeast = "0", atMost = "65535")
    @WithDefault("8443")
    int port();

    @Setting(
            value = "Certificate (PEM) of the report endpoint; read again each hour.",
            certificates = true)
    @WithDefault("/etc/skerry-tls/tls.crt")
    Path tlsCert();

    @Setting("Its key (PEM).")
    @WithDefault("/etc/skerry-tls/tls.key")
    Path tlsKey();

    @Setting(value = "Wished time between two reports of a pod.", atLeast = "1s", atMost = "1h")
    @WithDefault("5s")
    Duration interval();

    @Setting(
            value =
                    "Least time between two status writes of progress for one job that mark no stage's or epoch's"
                            + " end.",
            atLeast = "1s",
            atMost = "1h")
    @WithDefault("10s")
    Duration minInterval();

    @Setting(
            value = "Least time between two status writes of progress for one job that do.",
            atLeast = "100ms",
            atMost = "1m")
    @WithDefault("2s")
    Duration milestoneInterval();

    @Setting(
            value = "Status writes of progress a second over all jobs.",
            atLeast = "1",
            atMost = "1000")
    @WithDefault("20")
    int writesPerSecond();

    @Setting(
            value = "Reports a second that are taken from one pod; twice as many at once.",
            atLeast = "1",
            atMost = "1000")
    @WithDefault("10")
    int perPodPerSecond();

    @Setting(
            value =
                    "Tokens not seen in the last minute that are checked a second for one address; five times as"
                            + " many at once.",
            atLeast = "1",
            atMost = "1000")
    @WithDefault("100")
    int newTokensPerSecond();

    @Setting(
            value =
                    "Connections to the report port at a time; one for each 256 KiB of heap where absent, at least"
                            + " 256. One too many takes the place of one that has shown no good token, or that is"
                            + " idle.",
            atLeast = "16",
            atMost = "65536")
    Optional<Integer> connections();

    @Setting(
            value = "Connections to the report port of one address at a time.",
            atLeast = "1",
            atMost = "65536")
    @WithDefault("128")
    int connectionsPerAddress();

    @Setting(
            value =
                    "TLS handshakes that begin in a second; 50 for each processor where absent. Addresses from"
                            + " which a good token came in the last ten minutes are served first, the others in turn.",
            atLeast = "1",
            atMost = "10000")
    Optional<Integer> handshakesPerSecond();
}

package dev.skerry.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    @TempDir Path folder;
    private final StringBuilder said = new StringBuilder();
    private HttpServer osv;
    private volatile String asked = "";
    private volatile String answer = "";

    @BeforeEach
    void listen() throws IOException {
        osv = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        osv.createContext(
                "/v1/querybatch",
                exchange -> {
                    asked =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    var body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        osv.start();
    }

    @AfterEach
    void close() {
        osv.stop(0);
    }

    @Test
    void whatIsKnownOfAPackageIsNamed() throws Exception {
        answer = "{\"results\":[{},{\"vulns\":[{\"id\":\"GHSA-1\"},{\"id\":\"GHSA-2\"}]}]}";
        assertThat(audit()).isEqualTo(1);
        assertThat(asked)
                .contains("pkg:maven/org.a/a@1", "pkg:maven/org.b/b@2")
                .doesNotContain("skerry");
        assertThat(said.toString())
                .isEqualTo(
                        "pkg:maven/org.b/b@2: GHSA-1, GHSA-2\n2 packages, 1 of them with known vulnerabilities\n");
    }

    @Test
    void nothingKnownIsSaidSo() throws Exception {
        answer = "{\"results\":[{},{}]}";
        assertThat(audit()).isZero();
        assertThat(said.toString()).contains("2 packages, 0 of them");
    }

    @Test
    void whereNobodyCanBeAskedNothingIsClaimed() throws Exception {
        osv.stop(0);
        assertThat(audit()).isEqualTo(3);
        assertThat(said.toString())
                .contains("nothing was looked up", "for a scanner of yours")
                .doesNotContain("0 of them");
    }

    @Test
    void anAnswerThatLacksSomeIsNone() throws Exception {
        answer = "{\"results\":[{}]}";
        assertThat(audit()).isEqualTo(3);
    }

    private int audit() throws Exception {
        var bom =
                Files.writeString(
                        folder.resolve("bom.json"),
                        """
                        {"bomFormat": "CycloneDX", "components": [
                          {"purl": "pkg:maven/org.a/a@1?type=jar"}, {"purl": "pkg:maven/org.b/b@2?type=jar"},
                          {"purl": "pkg:maven/dev.skerry/skerry-crds@0.1.0?type=jar"}, {"name": "no purl"}]}
                        """);
        var at = URI.create("http://127.0.0.1:" + osv.getAddress().getPort() + "/");
        return new Audit(at, said).of(bom);
    }
}

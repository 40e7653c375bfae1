package dev.skerry.local.node.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathRewritingTest {
    private final PathRewriting paths =
            new PathRewriting(
                    Map.of(
                            "/etc/skerry",
                            "/pod/a",
                            "/etc/skerry/deep",
                            "/pod/b",
                            "/tmp/",
                            "/pod/c"));

    @ParameterizedTest
    @CsvSource({
        "/etc/skerry, /pod/a",
        "/etc/skerry/job.json, /pod/a/job.json",
        "/etc/skerry/deep/x, /pod/b/x",
        "/etc/skerry/deeper, /pod/a/deeper",
        "--file=/etc/skerry/job.json, --file=/pod/a/job.json",
        "-Dx=/tmp, -Dx=/pod/c",
        "/etc/skerryless, /etc/skerryless",
        "cat /etc/skerry, cat /etc/skerry",
        "file:///etc/skerry, file:///etc/skerry",
        "https://host/etc/skerry/x, https://host/etc/skerry/x",
        "url=https://host/tmp/x, url=https://host/tmp/x",
        "a=b=/tmp, a=b=/tmp",
        "/tmp/x=/tmp/y, /pod/c/x=/tmp/y"
    })
    void onlyWholeValuesAndWhatFollowsTheFirstEqualsAreMoved(String value, String expected) {
        assertThat(paths.rewrite(value)).isEqualTo(expected);
    }

    @Property
    void whatIsBelowAMountStaysBelowItsFolder(
            @ForAll("segments") String below, @ForAll("keys") String key) {
        assertThat(paths.rewrite(key + "/tmp/" + below)).isEqualTo(key + "/pod/c/" + below);
    }

    @Property
    void valuesWithoutALeadingMountStayAsTheyAre(@ForAll String value) {
        var tail = value.substring(value.indexOf('=') + 1);
        if (value.startsWith("/etc/skerry") || value.startsWith("/tmp")) return;
        if (tail.startsWith("/etc/skerry") || tail.startsWith("/tmp")) return;
        assertThat(paths.rewrite(value)).isEqualTo(value);
    }

    @Provide
    Arbitrary<String> segments() {
        return Arbitraries.strings().alpha().numeric().withChars("._-=/ ").ofMaxLength(30);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8).map(k -> "--" + k + "=");
    }
}

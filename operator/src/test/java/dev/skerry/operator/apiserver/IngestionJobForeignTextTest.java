package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.ForeignText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every control and format character of Unicode, from everybody whose words come into status: none
 * keeps a status from being written.
 */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobForeignTextTest extends SceneTest {

    /** In pieces that no field cuts off. */
    private static final List<String> UNWANTED =
            IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                    .filter(c -> !Character.isSurrogate((char) c) || c > 0xFFFF)
                    .filter(c -> !ForeignText.isPlain(Character.toString(c)))
                    .boxed()
                    .collect(Collectors.groupingBy(c -> c / 24))
                    .values()
                    .stream()
                    .map(
                            some ->
                                    some.stream()
                                            .map(Character::toString)
                                            .collect(Collectors.joining("", "<", ">")))
                    .toList();

    IngestionJobForeignTextTest() {
        super("foreign");
    }

    @Test
    void aProgramsMetricsAndItsLastWordsAreTold() throws Exception {
        scene.applyJob("flask", SPEC.replace("}}", "}, retries: {app: 0}}"));
        var program = Program.of(scene, "flask", 1, 1);
        int seq = 1;
        for (var texts : pages(UNWANTED, 8)) {
            var metrics = new HashMap<String, String>();
            texts.forEach(text -> metrics.put("m" + metrics.size(), text));
            program.reports(seq++, Map.of("metrics", metrics));
        }
        scene.until("flask", s -> s.progress() != null && s.progress().metrics() != null);
        program.ends(70, words("App", String.join("", UNWANTED)));
        var status = scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(status.attempts().getLast().message())
                .startsWith("<")
                .matches(ForeignText::isPlain);
        status.progress()
                .metrics()
                .values()
                .forEach(v -> assertThat(v).matches(ForeignText::isPlain));
    }

    @Test
    void theClustersWarningsAreTold() {
        scene.applyJob("flask", SPEC);
        var pod = scene.played.newPod(scene.child("flask-ij-r1-a1"));
        for (var text : UNWANTED)
            user.warning(pod, "FailedMount", "secret \"" + text + "\" not found");
        user.annotate("flask", "touched", "now");
        assertThat(scene.until("flask", s -> s.waitingOn().contains("Secret")).waitingOn())
                .matches(ForeignText::isPlain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"repository\":{\"url\":\"https://h/x\",\"revision\":\"x\\u009b31my\"}}",
                "{\"repository\":{\"url\":\"https://h/x\\u0085\"}}",
                "{\"repository\":{\"url\":\"https://h/x\",\"subdirectory\":\"a\\u202eb\"}}",
                "{\"repository\":{\"url\":\"https://h/x\",\"include\":[\"a\\u2028b\"]}}",
                "{\"repository\":{\"url\":\"https://h/x\",\"exclude\":[\"a\\u0000b\"]}}",
                "{\"repository\":{\"url\":\"https://h/x\"},\"rerun\":\"\\u001b[2J\"}"
            })
    void aSpecThatHoldsSomeIsRefused(String spec) {
        var job =
                "{\"apiVersion\":\"skerry.dev/v1alpha1\",\"kind\":\"IngestionJob\",\"metadata\":{\"name\":\"bad\"},\"spec\":%s}"
                        .formatted(spec);
        assertThatThrownBy(() -> scene.played.apply(job))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("should match");
    }

    private static List<List<String>> pages(List<String> all, int size) {
        return IntStream.range(0, (all.size() + size - 1) / size)
                .mapToObj(i -> all.subList(i * size, Math.min(all.size(), (i + 1) * size)))
                .toList();
    }

    private static String words(String failureClass, String message)
            throws JsonProcessingException {
        return new ObjectMapper()
                .writeValueAsString(Map.of("class", failureClass, "message", message));
    }
}

package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Values at the edge in every text of a spec: the schema refuses them, or the operator has an
 * answer in status. None makes a reconcile throw, which would leave the status as it was made.
 */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobEdgeValuesTest extends SceneTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES =
            List.of(
                    "",
                    " ",
                    "-",
                    "a..b",
                    "../x",
                    "a/b/",
                    "A_b.C",
                    "x".repeat(63),
                    "x".repeat(253),
                    "a\nb\u0000\u0085\u2028",
                    "ü€\ud83d\ude00",
                    "%s $(X) ${y} {}",
                    "https://[::1",
                    "file:///%zz",
                    "[a");

    private int made;

    IngestionJobEdgeValuesTest() {
        super("edge");
    }

    @Test
    void everyTextOfASpecMayHoldAnything() {
        var texts = new ArrayList<String>();
        collect("", IngestionJobSpec.class, texts);
        assertThat(texts)
                .contains(
                        "repository.url",
                        "artifact.bucket",
                        "scheduling.nodeSelector{}",
                        "scheduling.tolerations[].key",
                        "repository.include[]",
                        "rerun")
                .hasSizeGreaterThan(25);
        var taken = new TreeMap<String, String>();
        for (var path : texts)
            for (var value : VALUES)
                take(path, value).ifPresent(name -> taken.put(name, path + " = " + value));
        assertThat(taken).hasSizeGreaterThan(40);
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(unanswered(taken)).isEmpty());
    }

    private List<String> unanswered(Map<String, String> taken) {
        return scene
                .admin
                .resources(IngestionJob.class)
                .inNamespace(scene.namespace)
                .list()
                .getItems()
                .stream()
                .filter(j -> j.getStatus().observedGeneration() < 1)
                .filter(j -> j.getSpec().managedBy() == null)
                .map(j -> taken.get(j.getMetadata().getName()))
                .toList();
    }

    private Optional<String> take(String path, String value) {
        var name = "j" + made++;
        var spec = JSON.createObjectNode();
        spec.putObject("repository").put("url", "https://git.example.org/" + name);
        put(spec, path, value);
        var job =
                JSON.createObjectNode()
                        .put("apiVersion", "skerry.dev/v1alpha1")
                        .put("kind", "IngestionJob");
        job.putObject("metadata").put("name", name);
        job.set("spec", spec);
        try {
            scene.played.apply(job.toString());
            return Optional.of(name);
        } catch (KubernetesClientException refused) {
            assertThat(refused.getCode()).as(path + " = " + value).isIn(400, 422);
            return Optional.empty();
        }
    }

    private static void put(ObjectNode part, String path, String value) {
        int dot = path.indexOf('.');
        var step = dot < 0 ? path : path.substring(0, dot);
        var name = step.replaceAll("[\\[\\]{}]", "");
        if (dot >= 0) {
            var inner =
                    step.endsWith("[]") ? part.withArray(name).addObject() : part.withObject(name);
            put((ObjectNode) inner, path.substring(dot + 1), value);
        } else if (step.endsWith("[]")) {
            part.putArray(name).add(value);
        } else if (step.endsWith("{}")) {
            part.putObject(name).put(value, "1").put("key", value);
        } else {
            part.put(name, value);
        }
    }

    private static void collect(String path, Class<?> part, List<String> found) {
        for (var component : part.getRecordComponents()) {
            var here = path + component.getName();
            if (component.getType().isRecord()) collect(here + ".", component.getType(), found);
            else if (component.getType() == String.class) found.add(here);
            else if (component.getGenericType() instanceof ParameterizedType type)
                collect(here, type.getActualTypeArguments(), found);
        }
    }

    private static void collect(String here, Type[] of, List<String> found) {
        if (of.length == 2 && (of[1] == String.class || of[1] == Quantity.class))
            found.add(here + "{}");
        else if (of[0] == String.class) found.add(here + "[]");
        else if (of[0] instanceof Class<?> entry && entry.isRecord())
            collect(here + "[].", entry, found);
    }
}

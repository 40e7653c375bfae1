package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenBodiesTest {
    private final OpenBodies bodies = new OpenBodies(8);

    @Test
    void oneOfAPodAtATime() {
        var first = bodies.begin("a", "pod").orElseThrow();
        assertThat(bodies.begin("a", "pod")).isEmpty();
        first.run();
        var second = bodies.begin("a", "pod").orElseThrow();
        first.run();
        assertThat(bodies.begin("a", "pod")).isEmpty();
        second.run();
        assertThat(bodies.begin("a", "pod")).isPresent();
    }

    @Test
    void aNamespaceHasAQuarterOfAll() {
        assertThat(bodies.begin("a", "1")).isPresent();
        assertThat(bodies.begin("a", "2")).isPresent();
        assertThat(bodies.begin("a", "3")).isEmpty();
        assertThat(bodies.begin("b", "3")).isPresent();
    }

    @Test
    void allOfThemTogetherAreBounded() {
        for (int i = 0; i < 8; i++) assertThat(bodies.begin("n" + i / 2, "p" + i)).isPresent();
        assertThat(bodies.begin("other", "p")).isEmpty();
    }
}

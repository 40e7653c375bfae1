package dev.skerry.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.Logged;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A leader either decides or ends. */
class ControllerStartTest {
    private final List<Integer> exits = new ArrayList<>();

    @Test
    void controllersThatRunEndNothing() {
        assertThat(new ControllerStart(() -> {}, exits::add).succeeds()).isTrue();
        assertThat(exits).isEmpty();
    }

    static List<Throwable> faults() {
        return List.of(
                new IllegalStateException("the kind is not there"),
                new NoClassDefFoundError("dev/skerry/Gone"),
                new OutOfMemoryError("unable to create native thread"),
                new StackOverflowError(),
                new ExceptionInInitializerError(new IllegalArgumentException("no such level")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whateverIsThrownEndsTheProcess(Throwable fault) {
        try (var log = Logged.by(ControllerStart.class)) {
            var start = new ControllerStart(() -> sneak(fault), exits::add);
            assertThat(start.succeeds()).isFalse();
            assertThat(log.texts())
                    .singleElement()
                    .asString()
                    .startsWith("leadership.failed exit=70 ")
                    .doesNotContain("\n");
        }
        assertThat(exits).containsExactly(Leadership.BROKEN);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }
}

package dev.skerry.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is offered in place of a name that is not there. */
class CloseNamesTest {
    private static final List<String> FILES =
            List.of(
                    "src/flask/app.py",
                    "src/flask/blueprints.py",
                    "src/flask/sansio/app.py",
                    "src/flask/wrappers.py",
                    "tests/test_app.py");

    @Test
    void theSameFileInOtherFoldersComesFirst() {
        assertThat(CloseNames.to("flask/app.py", FILES))
                .startsWith("src/flask/app.py", "src/flask/sansio/app.py");
        assertThat(CloseNames.to("APP.py", FILES).getFirst()).isEqualTo("src/flask/app.py");
    }

    @Test
    void aSlipOfTheFingerIsForgiven() {
        assertThat(CloseNames.to("src/flask/blueprnits.py", FILES))
                .containsExactly("src/flask/blueprints.py");
        assertThat(CloseNames.to("wrapers", FILES)).containsExactly("src/flask/wrappers.py");
    }

    @Test
    void whereNothingIsCloseTheFirstFewShowWhatNamesLookLike() {
        assertThat(CloseNames.to("README.md", FILES)).containsExactlyElementsOf(FILES);
        assertThat(CloseNames.to("x", List.of())).isEmpty();
    }

    @Test
    void theDistanceCountsLetters() {
        assertThat(CloseNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(CloseNames.distance("", "abc")).isEqualTo(3);
        assertThat(CloseNames.distance("same", "same")).isZero();
    }
}

package dev.skerry.trainer.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.parse.Language;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each part of a selection that is wrong, or leaves nothing, is named with what to do about it. */
class SelectionTest {

    private static final Set<Language> ALL = EnumSet.allOf(Language.class);
    private static final List<String> PATHS =
            List.of("README.md", "app/a.py", "app/api/b.py", "docs/index.md", "web/[id].tsx");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a       | has a bracket without its other one",
                "a]       | has a bracket without its other one",
                "!app/**  | begins with !",
                "src\\**  | has a backslash; separate folders by /",
                "*.{ts,py}| has alternatives in braces; give a glob for each",
                "./app/** | has a step . or ..",
                "../app   | has a step . or ..",
                "app//*.py| names an empty folder",
                "/        | names an empty folder",
            })
    void aGlobThatCannotMeanWhatItSaysIsRefused(String glob, String why) {
        assertThatThrownBy(() -> selection("", List.of(), List.of(glob)))
                .hasMessageStartingWith("spec.repository.exclude: \"%s\" ", glob)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.py",
                "app",
                "/app",
                "app/",
                "app/**",
                "**",
                "web/[id].tsx",
                "{{cookiecutter.name}}/*.py"
            })
    void anyOtherTextIsAGlob(String glob) {
        assertThat(selection("", List.of(glob), List.of()).include()).containsExactly(glob);
    }

    @Test
    void bracketsStandForThemselves() {
        assertThat(
                        selection("", List.of("[id].tsx"), List.of())
                                .accepts("web/[id].tsx", Language.TYPESCRIPT))
                .isTrue();
        assertThat(
                        selection("", List.of("[id].tsx"), List.of())
                                .accepts("web/i.tsx", Language.TYPESCRIPT))
                .isFalse();
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithThoseThatAre() {
        assertThat(selection("nowhere", List.of(), List.of()).whyNothing(PATHS))
                .isEqualTo(
                        "spec.repository.subdirectory: there is no folder \"nowhere\"; the"
                                + " repository holds \"app\", \"docs\", \"web\"");
        assertThat(selection("app/apo/x", List.of(), List.of()).whyNothing(PATHS))
                .isEqualTo(
                        "spec.repository.subdirectory: there is no folder \"app/apo/x\"; app holds"
                                + " \"api\"");
        assertThat(selection("app/a.py", List.of(), List.of()).whyNothing(PATHS))
                .isEqualTo("spec.repository.subdirectory: \"app/a.py\" is a file; give its folder");
        assertThat(selection("app", List.of(), List.of()).whyNothing(List.of("a.py")))
                .isEqualTo(
                        "spec.repository.subdirectory: there is no folder \"app\", the repository"
                                + " has none at all; leave it out");
    }

    @Test
    void globsThatMatchNothingAreNamed() {
        assertThat(selection("app", List.of("*.rs", "src/**"), List.of()).whyNothing(PATHS))
                .isEqualTo(
                        "spec.repository.include: \"*.rs\", \"src/**\" match no file below app; a"
                                + " glob is a name such as *.py, or a path from the repository's root"
                                + " such as src/**");
    }

    @Test
    void globsThatLeaveEverythingOutAreNamed() {
        assertThat(selection("app", List.of(), List.of("**/*.py")).whyNothing(PATHS))
                .isEqualTo(
                        "spec.repository.exclude: \"**/*.py\" leaves out each of the 2 source files"
                                + " below app; leave fewer out");
    }

    @Test
    void filesOfOtherLanguagesOnlyAreCounted() {
        assertThat(selection("docs", List.of(), List.of()).whyNothing(PATHS))
                .isEqualTo(
                        "spec.languages: there is no source file of python, javascript, typescript,"
                                + " java among the 1 files below docs; choose others");
        assertThat(
                        new Selection(
                                        SelectionFields.OPTIONS,
                                        "",
                                        List.of("*.py"),
                                        List.of(),
                                        Set.of(Language.JAVA),
                                        1)
                                .whyNothing(PATHS))
                .isEqualTo(
                        "--languages: there is no source file of java among the 2 files of the"
                                + " repository that --include names; choose others");
    }

    private static Selection selection(
            String subdirectory, List<String> include, List<String> exclude) {
        return new Selection(SelectionFields.SPEC, subdirectory, include, exclude, ALL, 1 << 20);
    }
}

package dev.skerry.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where Python's packages begin: declared, deduced, several in one repository. */
class PythonRootsTest {

    @Test
    void sourceRootsAreFoundWhereTheyAreDeclared() {
        var found =
                ResolvedText.of(
                        """
                        === pyproject.toml
                        [tool.setuptools]
                        package-dir = {"" = "python/lib", "mapped" = "elsewhere"}
                        === python/lib/core/__init__.py
                        === elsewhere/__init__.py
                        === elsewhere/inner.py
                        === tests/test_core.py
                        import core
                        import mapped.inner
                        """);
        assertThat(found.pairs())
                .containsExactly(
                        "tests/test_core.py -> python/lib/core/__init__.py",
                        "tests/test_core.py -> elsewhere/inner.py");
    }

    @Test
    void setupFilesDeclareRootsToo() {
        var found =
                ResolvedText.of(
                        """
                        === one/setup.cfg
                        [options]
                        package_dir =
                            = code
                        === one/code/first/__init__.py
                        import second
                        === two/setup.py
                        setup(package_dir={'': 'impl'}, packages=find_packages('impl'))
                        === two/impl/second/__init__.py
                        import first.gone
                        """);
        assertThat(found.pairs())
                .containsExactly("one/code/first/__init__.py -> two/impl/second/__init__.py");
        assertThat(found.unresolved())
                .containsExactly("two/impl/second/__init__.py:1 first.gone MISSING");
    }

    @Test
    void aProjectsOfAMonorepoSeeEachOther() {
        var found =
                ResolvedText.of(
                        """
                        === packages/a/pyproject.toml
                        === packages/a/src/a/__init__.py
                        from b.tools import hammer
                        === packages/b/pyproject.toml
                        === packages/b/src/b/__init__.py
                        === packages/b/src/b/tools.py
                        """);
        assertThat(found.pairs())
                .containsExactly("packages/a/src/a/__init__.py -> packages/b/src/b/tools.py");
    }

    @Test
    void namespacePackagesSpanRoots() {
        var found =
                ResolvedText.of(
                        """
                        === x/pyproject.toml
                        === x/src/ns/one/__init__.py
                        from ns.two import thing
                        from ns import two, three
                        import google.auth
                        === y/pyproject.toml
                        === y/src/ns/two/__init__.py
                        """);
        assertThat(found.edges())
                .containsExactly(
                        "x/src/ns/one/__init__.py:1 -> y/src/ns/two/__init__.py static ns.two",
                        "x/src/ns/one/__init__.py:2 -> y/src/ns/two/__init__.py static ns.two");
        assertThat(found.external())
                .containsExactly(
                        "x/src/ns/one/__init__.py:2 ns ns",
                        "x/src/ns/one/__init__.py:3 google.auth google");
    }
}

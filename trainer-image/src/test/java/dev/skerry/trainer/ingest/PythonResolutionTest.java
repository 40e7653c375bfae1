package dev.skerry.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonResolutionTest {

    @Test
    void aFromImportOfAModuleLeadsToTheModule() {
        var found =
                ResolvedText.of(
                        """
                        === p/__init__.py
                        X = 1
                        === p/m.py
                        === p/user.py
                        from p import m, X
                        from . import m as other
                        from .m import anything
                        import p.m
                        """);
        assertThat(found.edges())
                .containsExactly(
                        "p/user.py:1 -> p/__init__.py static p",
                        "p/user.py:1 -> p/m.py static p.m",
                        "p/user.py:2 -> p/m.py static .m",
                        "p/user.py:3 -> p/m.py static .m",
                        "p/user.py:4 -> p/m.py static p.m");
        assertThat(found.unresolved()).isEmpty();
        assertThat(found.external()).isEmpty();
    }

    @Test
    void aNamePassedOnByAPackageLeadsToItsDefinerToo() {
        var found =
                ResolvedText.of(
                        """
                        === app.py
                        from p import Thing, Star
                        === p/__init__.py
                        from .sub import Thing as Thing
                        from .stars import *
                        === p/sub/__init__.py
                        from .deep import Thing
                        __all__ = ["Thing"]
                        === p/sub/deep.py
                        class Thing: pass
                        === p/stars.py
                        Star = 1
                        """);
        assertThat(found.edges())
                .containsExactly(
                        "app.py:1 -> p/__init__.py static p",
                        "app.py:1 -> p/stars.py re-export-target p.Star",
                        "app.py:1 -> p/sub/deep.py re-export-target p.Thing",
                        "p/__init__.py:1 -> p/sub/__init__.py re-export .sub",
                        "p/__init__.py:1 -> p/sub/deep.py re-export-target .sub.Thing",
                        "p/__init__.py:2 -> p/stars.py re-export .stars",
                        "p/sub/__init__.py:1 -> p/sub/deep.py re-export .deep");
    }

    @Test
    void starsInACircleEnd() {
        var found =
                ResolvedText.of(
                        """
                        === a.py
                        from b import *
                        from b import nothing
                        === b.py
                        from a import *
                        from c import *
                        === c.py
                        from a import *
                        from b import *
                        """);
        assertThat(found.pairs())
                .containsExactly(
                        "a.py -> b.py",
                        "b.py -> a.py",
                        "b.py -> c.py",
                        "c.py -> a.py",
                        "c.py -> b.py");
    }

    @Test
    void relativeImportsClimb() {
        var found =
                ResolvedText.of(
                        """
                        === p/__init__.py
                        === p/a/__init__.py
                        === p/a/x.py
                        from ..b.y import z
                        from ... import outside
                        from .... import far
                        === p/b/__init__.py
                        === p/b/y.py
                        """);
        assertThat(found.edges()).containsExactly("p/a/x.py:1 -> p/b/y.py static ..b.y");
        assertThat(found.unresolved())
                .containsExactly("p/a/x.py:2 ...outside MISSING", "p/a/x.py:3 .... MISSING");
    }

    @Test
    void nothingIsGuessedByItsBaseName() {
        var found =
                ResolvedText.of(
                        """
                        === app/main.py
                        import helpers
                        import requests
                        === other/helpers.py
                        === vendor/requests/__init__.py
                        """);
        assertThat(found.edges()).isEmpty();
        assertThat(found.external())
                .containsExactly(
                        "app/main.py:1 helpers helpers", "app/main.py:2 requests requests");
    }

    @Test
    void theStandardLibraryIsExternalEvenBesideAFileOfThatName() {
        var found =
                ResolvedText.of(
                        """
                        === app/logging.py
                        import logging
                        === app/main.py
                        import logging, json.decoder
                        from . import logging
                        """);
        assertThat(found.pairs()).containsExactly("app/main.py -> app/logging.py");
        assertThat(found.external())
                .containsExactly(
                        "app/logging.py:1 logging logging",
                        "app/main.py:1 json.decoder json",
                        "app/main.py:1 logging logging");
    }

    @Test
    void theStandardLibraryResolvesWithinItself() {
        var found =
                ResolvedText.of(
                        """
                        === Lib/os.py
                        === Lib/re/__init__.py
                        === Lib/json/__init__.py
                        === Lib/json/decoder.py
                        import re
                        """);
        assertThat(found.pairs()).containsExactly("Lib/json/decoder.py -> Lib/re/__init__.py");
    }

    @Test
    void importsByCallAreDynamicOrComputed() {
        var found =
                ResolvedText.of(
                        """
                        === p/__init__.py
                        === p/plugin.py
                        === p/load.py
                        import importlib
                        def load(name):
                            importlib.import_module("p.plugin")
                            importlib.import_module(".plugin", __package__)
                            __import__('p.plugin')
                            importlib.import_module(name)
                            importlib.import_module(f"p.{name}")
                            other("p.plugin")
                        """);
        assertThat(found.edges())
                .containsExactly(
                        "p/load.py:3 -> p/plugin.py dynamic p.plugin",
                        "p/load.py:4 -> p/plugin.py dynamic .plugin",
                        "p/load.py:5 -> p/plugin.py dynamic p.plugin");
        assertThat(found.unresolved())
                .containsExactly(
                        "p/load.py:6 (name) COMPUTED", "p/load.py:7 (f\"p.{name}\") COMPUTED");
    }

    @Test
    void importsForTypesOnlyAreMarked() {
        var found =
                ResolvedText.of(
                        """
                        === a.py
                        import typing as t
                        if t.TYPE_CHECKING:
                            from b import B
                        from c import C
                        === b.py
                        === c.py
                        """);
        assertThat(found.edges())
                .containsExactly("a.py:3 -> b.py type-only b", "a.py:4 -> c.py static c");
    }

    @Test
    void stubsSpeakToStubsAndModulesToModules() {
        var found =
                ResolvedText.of(
                        """
                        === p/__init__.py
                        === p/m.py
                        === p/m.pyi
                        === p/only.pyi
                        === p/user.py
                        from . import m, only
                        === p/user.pyi
                        from . import m
                        """);
        assertThat(found.pairs())
                .containsExactly(
                        "p/user.py -> p/m.py", "p/user.py -> p/only.pyi", "p/user.pyi -> p/m.pyi");
    }

    @Test
    void aMissingModuleOfAnOwnPackageIsMissing() {
        var found =
                ResolvedText.of(
                        """
                        === p/__init__.py
                        === p/a.py
                        import p.gone
                        from p.gone.deeper import x
                        from .gone import y
                        """);
        assertThat(found.unresolved())
                .containsExactly(
                        "p/a.py:1 p.gone MISSING",
                        "p/a.py:2 p.gone.deeper MISSING",
                        "p/a.py:3 .gone MISSING");
    }

    @Test
    void aScriptNamedLikeALibraryDoesNotImportItself() {
        var found =
                ResolvedText.of(
                        """
                        === tools/redis.py
                        import redis
                        """);
        assertThat(found.edges()).isEmpty();
        assertThat(found.external()).containsExactly("tools/redis.py:1 redis redis");
    }

    @Test
    void aPackageThatImportsFromItselfWhatItPassesOnReachesTheDefiner() {
        var found =
                ResolvedText.of(
                        """
                        === b.py
                        Name = 1
                        === p/__init__.py
                        from p import Name
                        from b import Name
                        """);
        assertThat(found.edges())
                .containsExactly(
                        "p/__init__.py:1 -> b.py re-export-target p.Name",
                        "p/__init__.py:2 -> b.py static b");
        assertThat(found.unresolved()).isEmpty();
    }
}

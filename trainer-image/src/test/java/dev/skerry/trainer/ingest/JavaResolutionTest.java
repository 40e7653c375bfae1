package dev.skerry.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaResolutionTest {

    @Test
    void importsLeadToFilesOfAnyModule() {
        var found =
                ResolvedText.of(
                        """
                        === core/src/main/java/com/acme/core/Base.java
                        package com.acme.core;
                        public class Base { public static class Inner {} public static int one() { return 1; } }
                        === app/src/main/java/com/acme/app/App.java
                        package com.acme.app;
                        import com.acme.core.Base;
                        import com.acme.core.Base.Inner;
                        import static com.acme.core.Base.one;
                        import static com.acme.core.Base.*;
                        import java.util.List;
                        import org.junit.jupiter.api.Test;
                        class App {}
                        """);
        var base = "core/src/main/java/com/acme/core/Base.java";
        var app = "app/src/main/java/com/acme/app/App.java";
        assertThat(found.edges())
                .containsExactly(
                        app + ":2 -> " + base + " static com.acme.core.Base",
                        app + ":3 -> " + base + " static com.acme.core.Base.Inner",
                        app + ":4 -> " + base + " static com.acme.core.Base.one",
                        app + ":5 -> " + base + " static com.acme.core.Base.*");
        assertThat(found.external())
                .containsExactly(
                        app + ":6 java.util.List java.util",
                        app + ":7 org.junit.jupiter.api.Test org.junit.jupiter.api");
    }

    @Test
    void typesOfTheSamePackageNeedNoImport() {
        var found =
                ResolvedText.of(
                        """
                        === src/main/java/p/A.java
                        package p;
                        @Marker
                        class A extends B implements I<C> {
                            D.Nested field;
                            void f() { E.call(); Runnable r = F::go; Object o = new G(); int x = H.ONE; }
                            String notAType(String Unrelated) { return "Z"; }
                        }
                        === src/main/java/p/Types.java
                        package p;
                        class B {} class I<T> {} class C {} class D { class Nested {} } class E {}
                        === src/main/java/p/F.java
                        package p; class F {}
                        === src/main/java/p/G.java
                        package p; class G {}
                        === src/main/java/p/H.java
                        package p; class H {}
                        === src/main/java/p/Marker.java
                        package p; @interface Marker {}
                        === src/main/java/p/Z.java
                        package p; class Z {}
                        === src/main/java/q/Nested.java
                        package q; class Nested {}
                        """);
        assertThat(found.pairs())
                .containsExactly(
                        "src/main/java/p/A.java -> src/main/java/p/Marker.java",
                        "src/main/java/p/A.java -> src/main/java/p/Types.java",
                        "src/main/java/p/A.java -> src/main/java/p/F.java",
                        "src/main/java/p/A.java -> src/main/java/p/G.java",
                        "src/main/java/p/A.java -> src/main/java/p/H.java");
    }

    @Test
    void aWildcardLeadsOnlyToTypesThatAreUsed() {
        var found =
                ResolvedText.of(
                        """
                        === a/Used.java
                        package a; public class Used {}
                        === a/Unused.java
                        package a; public class Unused {}
                        === b/User.java
                        package b;
                        import a.*;
                        import java.util.*;
                        class User { Used used; List<String> list; }
                        === b/Idle.java
                        package b;
                        import a.*;
                        class Idle {}
                        """);
        assertThat(found.edges()).containsExactly("b/User.java:2 -> a/Used.java static a.*");
        assertThat(found.external()).containsExactly("b/User.java:3 java.util.* java.util");
        assertThat(found.unresolved()).containsExactly("b/Idle.java:2 a.* MISSING");
    }

    @Test
    void nearerDeclarationsHideTheSamePackage() {
        var found =
                ResolvedText.of(
                        """
                        === p/List.java
                        package p; class List {}
                        === p/Node.java
                        package p; class Node {}
                        === p/T.java
                        package p; class T {}
                        === p/Builder.java
                        package p; interface Builder {}
                        === p/User.java
                        package p;
                        import java.util.List;
                        class User<T> { List<Node> list; T t; static class Node {} }
                        === p/Made.java
                        package p;
                        class Made implements Builder { static class Builder {} Builder inner; }
                        """);
        assertThat(found.pairs()).containsExactly("p/Made.java -> p/Builder.java");
    }

    @Test
    void ofTwoModulesWithTheSameTypeTheNearerIsMeant() {
        var found =
                ResolvedText.of(
                        """
                        === android/src/p/Lists.java
                        package p; public class Lists {}
                        === android/test/q/ListsTest.java
                        package q; import p.Lists; class ListsTest {}
                        === jre/src/p/Lists.java
                        package p; public class Lists {}
                        === jre/test/q/ListsTest.java
                        package q; import p.Lists; class ListsTest {}
                        """);
        assertThat(found.pairs())
                .containsExactly(
                        "android/test/q/ListsTest.java -> android/src/p/Lists.java",
                        "jre/test/q/ListsTest.java -> jre/src/p/Lists.java");
    }

    @Test
    void generatedTypesOfOwnPackagesAreMissing() {
        var found =
                ResolvedText.of(
                        """
                        === src/com/acme/app/App.java
                        package com.acme.app;
                        import com.acme.app.proto.Generated;
                        import com.acme.other.Library;
                        class App { com.acme.app.Used used; }
                        === src/com/acme/app/Used.java
                        package com.acme.app; class Used {}
                        """);
        assertThat(found.unresolved())
                .containsExactly(
                        "src/com/acme/app/App.java:2 com.acme.app.proto.Generated MISSING");
        assertThat(found.external())
                .containsExactly(
                        "src/com/acme/app/App.java:3 com.acme.other.Library com.acme.other");
        assertThat(found.edges())
                .containsExactly(
                        "src/com/acme/app/App.java:4 -> src/com/acme/app/Used.java static com.acme.app.Used");
    }

    @Test
    void unnamedPackagesOfDifferentFoldersDoNotMeet() {
        var found =
                ResolvedText.of(
                        """
                        === one/Main.java
                        class Main { Helper helper; }
                        === two/Helper.java
                        class Helper {}
                        """);
        assertThat(found.edges()).isEmpty();
    }
}

package dev.skerry.tests.structure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The house as section 3 of the design draws it. */
@AnalyzeClasses(packages = "dev.skerry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependenciesPointDownwards =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("contracts")
                    .definedBy("dev.skerry.api..")
                    .layer("artifacts")
                    .definedBy("dev.skerry.artifacts..")
                    .layer("operator")
                    .definedBy("dev.skerry.operator..")
                    .layer("trainer")
                    .definedBy("dev.skerry.trainer..")
                    .layer("controlplane")
                    .definedBy("dev.skerry.local.controlplane..")
                    .layer("local")
                    .definedBy(
                            "dev.skerry.local.node..",
                            "dev.skerry.local.vectors..",
                            "dev.skerry.local.cluster..")
                    .layer("cli")
                    .definedBy("dev.skerry.cli..")
                    .whereLayer("cli")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("operator")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("trainer")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("local")
                    .mayOnlyBeAccessedByLayers("cli")
                    .whereLayer("controlplane")
                    .mayOnlyBeAccessedByLayers("local", "cli")
                    .whereLayer("artifacts")
                    .mayOnlyBeAccessedByLayers("operator", "trainer", "cli")
                    .whereLayer("contracts")
                    .mayOnlyBeAccessedByLayers("artifacts", "operator", "trainer", "cli");

    @ArchTest
    static final ArchRule noPackageCycleExists =
            slices().matching("dev.skerry.(**)").should().beFreeOfCycles();

    /** What of a kind talks to its servers, or is made from configuration. */
    private static final Pattern EDGE =
            Pattern.compile(
                    ".*\\.(IngestionJobReconciler|IngestionServers|IngestionJobs)([_$].*)?");

    private static final Pattern IMPURE =
            Pattern.compile(
                    "io\\.fabric8\\.kubernetes\\.client\\.(KubernetesClient|dsl\\..*)|io\\.javaoperatorsdk\\..*|io\\.qdrant\\..*|io\\.quarkus\\..*|org\\.jboss\\.logging\\..*|dev\\.skerry\\.artifacts\\..*|java\\.time\\.Clock|java\\.net\\.http\\..*");

    @ArchTest
    static final ArchRule decidingReachesNoServerNoClockAndNoLog =
            classes()
                    .that()
                    .resideInAnyPackage(
                            "dev.skerry.operator.attempt..",
                            "dev.skerry.operator.status..",
                            "dev.skerry.operator.job.decide..",
                            "dev.skerry.operator.ingestion..")
                    .and(
                            describe(
                                    "are not at the edge",
                                    type -> !EDGE.matcher(type.getName()).matches()))
                    .should(reachOnlyValues());

    /** Also not through any other class of ours. */
    private static ArchCondition<JavaClass> reachOnlyValues() {
        return new ArchCondition<>("reach only values, through whatever class") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var ways = new HashMap<JavaClass, String>(Map.of(type, type.getSimpleName()));
                var next = new ArrayDeque<>(List.of(type));
                while (!next.isEmpty()) {
                    var from = next.remove();
                    for (var dependency : from.getDirectDependenciesFromSelf()) {
                        var to = dependency.getTargetClass().getBaseComponentType();
                        var way = ways.get(from) + " -> " + to.getSimpleName();
                        if (IMPURE.matcher(to.getName()).matches())
                            events.add(SimpleConditionEvent.violated(type, way));
                        else if (to.getName().startsWith("dev.skerry.")
                                && ways.putIfAbsent(to, way) == null) next.add(to);
                    }
                }
            }
        };
    }

    @ArchTest
    static final ArchRule theOperatorLogsByOneWriter =
            noClasses()
                    .that()
                    .resideInAPackage("dev.skerry.operator..")
                    .and()
                    .resideOutsideOfPackage("dev.skerry.operator.log..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("org.jboss.logging.Logger")
                    .because("a line is data, and what others say must not forge a key");

    @ArchTest
    static final ArchRule onlyKubeAndTheTokenCheckTalkToTheApiServer =
            noClasses()
                    .that()
                    .resideInAPackage("dev.skerry.operator..")
                    .and()
                    .resideOutsideOfPackage("dev.skerry.operator.kube..")
                    .and()
                    .doNotHaveSimpleName("TokenReviews")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName(
                            "io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils");

    @ArchTest
    static final ArchRule workloadsNeverTalkToTheApiServer =
            noClasses()
                    .that()
                    .resideInAPackage("dev.skerry.trainer..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.fabric8.kubernetes.client..")
                    .because(
                            "a workload is told everything by files and environment; it only carries the API's records");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            classes()
                    .should()
                    .haveSimpleNameNotEndingWith("Utils")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Util")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Helper")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Manager")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Impl");
}

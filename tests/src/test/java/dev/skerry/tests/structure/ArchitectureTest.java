package dev.skerry.tests.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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

    @ArchTest
    static final ArchRule decidingKnowsNoClient =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.skerry.operator.attempt..", "dev.skerry.operator.status..")
                    .or()
                    .haveNameMatching(
                            ".*\\.IngestionJob(Plan|Draft|Follow|Start|End|Validator|Subject|Observation|Action|Policy)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.fabric8.kubernetes.client.dsl..",
                            "io.javaoperatorsdk..",
                            "io.qdrant..",
                            "dev.skerry.artifacts..",
                            "io.quarkus..",
                            "org.jboss.logging..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.time.Clock");

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

package dev.skerry.api.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.SelectableField;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The CustomResourceDefinitions, finished by what annotations cannot say. */
final class Crds {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As Kubernetes writes it for its own quantities. */
    private static final String QUANTITY =
            "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]{1,3}))?$";

    private static final Pattern ALTERNATIVES = Pattern.compile("\\^\\(([\\w|]+)\\)(\\??)\\$");

    private static final List<String> COLUMNS =
            List.of(
                    "Phase",
                    "Stage",
                    "Progress",
                    "Files",
                    "Edges",
                    "Duration",
                    "Failure",
                    "Collection",
                    "Commit",
                    "Waiting on",
                    "Age");

    private Crds() {}

    static Map<String, String> files() {
        try {
            var directory = Files.createTempDirectory("skerry-crds");
            try {
                new CRDGenerator()
                        .customResourceClasses(IngestionJob.class)
                        .forCRDVersions("v1")
                        .inOutputDir(directory.toFile())
                        .generate();
                var files = new TreeMap<String, String>();
                try (var generated = Files.list(directory)) {
                    for (var file : generated.sorted().toList()) {
                        var crd =
                                Serialization.unmarshal(
                                        Files.readString(file), CustomResourceDefinition.class);
                        crd.getSpec().getNames().setCategories(List.of("skerry"));
                        crd.getSpec().getVersions().forEach(Crds::finish);
                        files.put(
                                "k8s/" + crd.getMetadata().getName() + ".yaml",
                                "# Generated from dev.skerry.api; do not edit.\n"
                                        + Serialization.asYaml(crd));
                    }
                }
                return files;
            } finally {
                try (var tree = Files.walk(directory)) {
                    for (var path : tree.sorted(Comparator.reverseOrder()).toList())
                        Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void finish(CustomResourceDefinitionVersion version) {
        var columns = new ArrayList<>(version.getAdditionalPrinterColumns());
        columns.sort(
                Comparator.comparingInt(
                        (CustomResourceColumnDefinition c) -> COLUMNS.indexOf(c.getName())));
        version.setAdditionalPrinterColumns(columns);
        version.setSelectableFields(List.of(new SelectableField(".status.phase")));
        var schema = version.getSchema().getOpenAPIV3Schema();
        tellRulesOnce(schema);
        checkQuantities(schema);
        tellAlternatives(schema);
        describe(schema);
        Effects.tell(
                version.getSchema().getOpenAPIV3Schema().getProperties().get("spec"),
                IngestionJobSpec.class);
        version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
        var status = version.getSchema().getOpenAPIV3Schema().getProperties().get("status");
        asMapByType(status.getProperties().get("conditions"));
        status.setDefault(notYetObserved());
    }

    private static void asMapByType(JSONSchemaProps conditions) {
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
    }

    /**
     * An annotation of a record component lies on its field and on its accessor; the generator
     * reads both.
     */
    private static void tellRulesOnce(JSONSchemaProps schema) {
        var rules = schema.getXKubernetesValidations();
        if (rules != null) schema.setXKubernetesValidations(rules.stream().distinct().toList());
        if (schema.getProperties() != null)
            schema.getProperties().values().forEach(Crds::tellRulesOnce);
        if (schema.getItems() != null && schema.getItems().getSchema() != null)
            tellRulesOnce(schema.getItems().getSchema());
    }

    /**
     * The client cannot decode what is no quantity, and one such object would stop the kind for
     * everybody.
     */
    private static void checkQuantities(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            schema.setPattern(QUANTITY);
            schema.setMaxLength(32L);
        }
        if (schema.getProperties() != null)
            schema.getProperties().values().forEach(Crds::checkQuantities);
        if (schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null)
            checkQuantities(schema.getAdditionalProperties().getSchema());
    }

    /**
     * Alternatives are told as such, so that clients can list them. The records hold texts: an
     * enumeration there would make an object with a later version's word undecodable.
     */
    private static void tellAlternatives(JSONSchemaProps schema) {
        if (schema.getPattern() != null) {
            var alternatives = ALTERNATIVES.matcher(schema.getPattern());
            if (alternatives.matches()) {
                var words = new ArrayList<JsonNode>();
                for (var word : alternatives.group(1).split("\\|"))
                    words.add(JSON.getNodeFactory().textNode(word));
                if (!alternatives.group(2).isEmpty()) words.add(JSON.getNodeFactory().textNode(""));
                schema.setEnum(words);
                schema.setPattern(null);
            }
        }
        if (schema.getProperties() != null)
            schema.getProperties().values().forEach(Crds::tellAlternatives);
        if (schema.getItems() != null && schema.getItems().getSchema() != null)
            tellAlternatives(schema.getItems().getSchema());
    }

    private static void describe(JSONSchemaProps schema) {
        schema.setDescription(IngestionJob.DESCRIPTION);
        schema.getProperties().get("spec").setDescription(IngestionJobSpec.DESCRIPTION);
        schema.getProperties().get("status").setDescription(IngestionJobStatus.DESCRIPTION);
    }

    /** To kstatus an object without status is healthy; one that nobody has looked at is not. */
    private static JsonNode notYetObserved() {
        ObjectNode status = JSON.createObjectNode().put("observedGeneration", -1);
        var conditions = status.putArray("conditions");
        for (var type : ConditionType.values()) {
            conditions
                    .addObject()
                    .put("type", type.id())
                    .put("status", "Unknown")
                    .put("reason", "NotYetObserved")
                    .put("message", "the operator has not seen this object yet")
                    .put("observedGeneration", -1);
        }
        return status;
    }
}

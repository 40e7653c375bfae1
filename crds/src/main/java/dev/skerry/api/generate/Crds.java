package dev.skerry.api.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** CustomResourceDefinitions, finished by what annotations cannot say. */
public final class Crds {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As Kubernetes writes it for its own quantities. */
    private static final String QUANTITY =
            "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]{1,3}))?$";

    private static final Pattern ALTERNATIVES = Pattern.compile("\\^\\(([\\w|]+)\\)(\\??)\\$");

    private Crds() {}

    /** The definition of a kind. */
    public static CustomResourceDefinition of(KindDescription kind) {
        try {
            var directory = Files.createTempDirectory("skerry-crds");
            try {
                new CRDGenerator()
                        .customResourceClasses(kind.type())
                        .forCRDVersions("v1")
                        .inOutputDir(directory.toFile())
                        .generate();
                var crd =
                        Serialization.unmarshal(
                                Files.readString(only(directory)), CustomResourceDefinition.class);
                crd.getSpec().getNames().setCategories(List.of("skerry"));
                crd.getSpec().getVersions().forEach(version -> finish(version, kind));
                return crd;
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

    private static Path only(Path directory) throws IOException {
        try (var generated = Files.list(directory)) {
            return generated.findFirst().orElseThrow();
        }
    }

    private static void finish(CustomResourceDefinitionVersion version, KindDescription kind) {
        var columns = new ArrayList<>(version.getAdditionalPrinterColumns());
        columns.sort(
                Comparator.comparingInt(
                        (CustomResourceColumnDefinition c) -> kind.columns().indexOf(c.getName())));
        version.setAdditionalPrinterColumns(columns);
        version.setSelectableFields(List.of(new SelectableField(".status.phase")));
        var schema = version.getSchema().getOpenAPIV3Schema();
        tellRulesOnce(schema);
        checkQuantities(schema);
        tellAlternatives(schema);
        describe(schema, kind);
        Effects.tell(
                version.getSchema().getOpenAPIV3Schema().getProperties().get("spec"), kind.spec());
        version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
        var status = version.getSchema().getOpenAPIV3Schema().getProperties().get("status");
        asMapByType(status.getProperties().get("conditions"));
        status.setDefault(notYetObserved(kind));
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

    private static void describe(JSONSchemaProps schema, KindDescription kind) {
        schema.setDescription(kind.text());
        schema.getProperties().get("spec").setDescription(kind.specText());
        schema.getProperties().get("status").setDescription(kind.statusText());
    }

    /** To kstatus an object without status is healthy; one that nobody has looked at is not. */
    private static JsonNode notYetObserved(KindDescription kind) {
        ObjectNode status = JSON.createObjectNode().put("observedGeneration", -1);
        var conditions = status.putArray("conditions");
        for (var type : kind.conditions()) {
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

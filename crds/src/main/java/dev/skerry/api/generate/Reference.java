package dev.skerry.api.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/reference}: every field, condition and reason, from the definitions themselves. */
final class Reference {
    private Reference() {}

    static String path(CustomResourceDefinition crd) {
        return "../docs/reference/" + crd.getSpec().getNames().getSingular() + ".md";
    }

    static String page(CustomResourceDefinition crd, KindDescription kind) {
        var version = crd.getSpec().getVersions().getFirst();
        var schema = version.getSchema().getOpenAPIV3Schema();
        var page = new StringBuilder("<!-- Generated from dev.skerry.api; do not edit. -->\n");
        page.append(
                "# %s\n\n`%s/%s`, short `%s`.\n"
                        .formatted(
                                crd.getSpec().getNames().getKind(),
                                crd.getSpec().getGroup(),
                                version.getName(),
                                String.join(", ", crd.getSpec().getNames().getShortNames())));
        for (var part : List.of("spec", "status")) {
            page.append("\n## ")
                    .append(part)
                    .append(
                            "\n\n| field | type | default | limits | what |\n|---|---|---|---|---|\n");
            rows(part, schema.getProperties().get(part), page);
        }
        page.append("\n## Rules between fields\n\n");
        rules(schema).forEach(rule -> page.append("- ").append(rule).append('\n'));
        page.append("\n## Conditions\n\nAlways all of them.\n\n| type | meaning |\n|---|---|\n");
        for (var type : kind.conditions())
            page.append("| `%s` | %s |\n".formatted(type.id(), type.description()));
        page.append("\n## Reasons\n\n| reason | meaning |\n|---|---|\n");
        for (var reason : kind.reasons())
            page.append("| `%s` | %s |\n".formatted(reason.id(), reason.description()));
        return page.toString();
    }

    private static void rows(String path, JSONSchemaProps schema, StringBuilder page) {
        if (schema.getProperties() == null) return;
        var required = schema.getRequired() == null ? List.<String>of() : schema.getRequired();
        new TreeMap<>(schema.getProperties())
                .forEach(
                        (name, field) -> {
                            var here = path + "." + name;
                            page.append(
                                    "| `%s`%s | %s | %s | %s | %s |\n"
                                            .formatted(
                                                    here,
                                                    required.contains(name) ? " (required)" : "",
                                                    type(field),
                                                    defaultOf(field),
                                                    limits(field),
                                                    field.getDescription() == null
                                                            ? ""
                                                            : field.getDescription()));
                            rows(here, field, page);
                            if (field.getItems() != null)
                                rows(here + "[]", field.getItems().getSchema(), page);
                        });
    }

    private static String type(JSONSchemaProps field) {
        if (Boolean.TRUE.equals(field.getXKubernetesIntOrString())) return "quantity";
        if ("array".equals(field.getType())) return "list of " + type(field.getItems().getSchema());
        if ("object".equals(field.getType()) && field.getAdditionalProperties() != null)
            return "map to " + type(field.getAdditionalProperties().getSchema());
        return field.getType();
    }

    private static String defaultOf(JSONSchemaProps field) {
        if (field.getDefault() == null
                || field.getDefault().isEmpty() && field.getDefault().isContainerNode()) return "";
        return field.getDefault().isContainerNode()
                ? "`" + field.getDefault() + "`"
                : "`" + field.getDefault().asText() + "`";
    }

    private static String limits(JSONSchemaProps field) {
        var limits = new ArrayList<String>();
        if (field.getMinimum() != null || field.getMaximum() != null)
            limits.add(number(field.getMinimum()) + "…" + number(field.getMaximum()));
        if (field.getMaxLength() != null)
            limits.add("at most " + field.getMaxLength() + " characters");
        if (field.getMaxItems() != null) limits.add("at most " + field.getMaxItems() + " entries");
        if (field.getMaxProperties() != null)
            limits.add("at most " + field.getMaxProperties() + " entries");
        if (field.getEnum() != null)
            limits.add(
                    field.getEnum().stream()
                            .map(
                                    word ->
                                            "`"
                                                    + (word.asText().isEmpty()
                                                            ? "\"\""
                                                            : word.asText())
                                                    + "`")
                            .collect(Collectors.joining(" or ")));
        if (field.getPattern() != null)
            limits.add("`" + field.getPattern().replace("|", "\\|") + "`");
        return String.join(", ", limits);
    }

    private static String number(Double value) {
        return value == null ? "" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static List<String> rules(JSONSchemaProps schema) {
        var all = new ArrayList<String>();
        if (schema.getXKubernetesValidations() != null)
            schema.getXKubernetesValidations().forEach(rule -> all.add(rule.getMessage()));
        if (schema.getProperties() != null)
            new TreeMap<>(schema.getProperties())
                    .forEach((name, field) -> all.addAll(rules(field)));
        return all;
    }
}

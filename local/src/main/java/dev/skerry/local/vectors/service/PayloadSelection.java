package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.point.EncodedPayload;
import dev.skerry.local.vectors.point.PayloadPath;
import io.qdrant.client.grpc.JsonWithInt.ListValue;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which part of a payload an answer carries. */
sealed interface PayloadSelection {
    Map<String, Value> of(EncodedPayload payload);

    /**
     * What a request selects.
     *
     * @param whenAbsent whether a request without a selector gets the payload
     */
    static PayloadSelection of(boolean given, WithPayloadSelector selector, boolean whenAbsent) {
        if (!given) {
            return new Whole(whenAbsent);
        }
        return switch (selector.getSelectorOptionsCase()) {
            case ENABLE -> new Whole(selector.getEnable());
            case INCLUDE -> new Part(keys(selector.getInclude().getFieldsList()), true);
            case EXCLUDE -> new Part(keys(selector.getExclude().getFieldsList()), false);
            case SELECTOROPTIONS_NOT_SET -> new Whole(whenAbsent);
        };
    }

    record Whole(boolean wanted) implements PayloadSelection {
        @Override
        public Map<String, Value> of(EncodedPayload payload) {
            return wanted ? payload.toMap() : Map.of();
        }
    }

    /** Fields by path; a list on the way stands for all its elements. */
    record Part(List<List<String>> paths, boolean included) implements PayloadSelection {
        @Override
        public Map<String, Value> of(EncodedPayload payload) {
            return part(payload.toMap(), paths);
        }

        private Map<String, Value> part(Map<String, Value> fields, List<List<String>> at) {
            var kept = new LinkedHashMap<String, Value>();
            fields.forEach(
                    (key, value) -> {
                        List<List<String>> here =
                                at.stream().filter(path -> path.getFirst().equals(key)).toList();
                        boolean named = here.stream().anyMatch(path -> path.size() == 1);
                        if (here.isEmpty() || named) {
                            if (named == included) {
                                kept.put(key, value);
                            }
                        } else {
                            kept.put(
                                    key,
                                    inside(
                                            value,
                                            here.stream()
                                                    .map(path -> path.subList(1, path.size()))
                                                    .toList()));
                        }
                    });
            return kept;
        }

        private Value inside(Value value, List<List<String>> at) {
            if (value.hasStructValue()) {
                Struct struct =
                        Struct.newBuilder()
                                .putAllFields(part(value.getStructValue().getFieldsMap(), at))
                                .build();
                return Value.newBuilder().setStructValue(struct).build();
            }
            if (value.hasListValue()) {
                var list = ListValue.newBuilder();
                value.getListValue()
                        .getValuesList()
                        .forEach(element -> list.addValues(inside(element, at)));
                return Value.newBuilder().setListValue(list).build();
            }
            return value;
        }
    }

    private static List<List<String>> keys(List<String> fields) {
        return fields.stream().map(field -> keys(PayloadPath.parse(field))).toList();
    }

    private static List<String> keys(PayloadPath path) {
        var keys = new ArrayList<>(List.of(path.firstKey()));
        for (PayloadPath.Step step : path.rest()) {
            if (step instanceof PayloadPath.Step.Key(String name)) {
                keys.add(name);
            }
        }
        return keys;
    }
}

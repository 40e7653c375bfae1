package dev.skerry.local.vectors;

import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Qdrant's filters over ids and over keywords and integers of a payload's own fields: must, should,
 * must_not, nested. A list holds what one of its elements is.
 */
final class PointFilter {
    private static final int MAX_CONDITIONS = 4096;

    private int conditions;

    private PointFilter() {}

    static Predicate<PointStruct> of(boolean given, Filter filter) {
        return given ? new PointFilter().filter(filter) : point -> true;
    }

    private Predicate<PointStruct> filter(Filter filter) {
        if (filter.hasMinShould()) {
            throw Rejection.unsupported("a filter with min_should");
        }
        var must = conditions(filter.getMustList());
        var mustNot = conditions(filter.getMustNotList());
        var should = conditions(filter.getShouldList());
        return point ->
                must.stream().allMatch(it -> it.test(point))
                        && mustNot.stream().noneMatch(it -> it.test(point))
                        && (should.isEmpty() || should.stream().anyMatch(it -> it.test(point)));
    }

    private List<Predicate<PointStruct>> conditions(List<Condition> list) {
        conditions += list.size();
        if (conditions > MAX_CONDITIONS) {
            throw Rejection.badInput(
                    "a filter may hold %d conditions; use match.any or has_id with a list"
                            .formatted(MAX_CONDITIONS));
        }
        return list.stream().map(this::condition).toList();
    }

    private Predicate<PointStruct> condition(Condition condition) {
        return switch (condition.getConditionOneOfCase()) {
            case FIELD -> field(condition.getField());
            case FILTER -> filter(condition.getFilter());
            case HAS_ID -> {
                Set<PointKey> ids = new HashSet<>();
                condition.getHasId().getHasIdList().forEach(id -> ids.add(PointKey.of(id)));
                yield point -> ids.contains(PointKey.of(point.getId()));
            }
            case CONDITIONONEOF_NOT_SET ->
                    throw Rejection.badInput(
                            "Malformed Condition type: set field, has_id or filter");
            default ->
                    throw Rejection.unsupported("a filter by " + condition.getConditionOneOfCase());
        };
    }

    private static Predicate<PointStruct> field(FieldCondition field) {
        var key = field.getKey();
        if (key.isEmpty() || key.matches(".*[.\\[\\]\"].*")) {
            throw Rejection.unsupported(
                    "a filter on \"%s\", which is no field of its own".formatted(key));
        }
        Predicate<Value> matches = match(field);
        return point -> {
            var value = point.getPayloadMap().get(key);
            if (value == null) {
                return false;
            }
            return value.hasListValue()
                    ? value.getListValue().getValuesList().stream().anyMatch(matches)
                    : matches.test(value);
        };
    }

    private static Predicate<Value> match(FieldCondition field) {
        if (!field.hasMatch()) {
            throw Rejection.unsupported("a filter that is no match of keywords or integers");
        }
        var match = field.getMatch();
        return switch (match.getMatchValueCase()) {
            case KEYWORD -> keywords(Set.of(match.getKeyword()));
            case KEYWORDS -> keywords(new HashSet<>(match.getKeywords().getStringsList()));
            case INTEGER -> integers(Set.of(match.getInteger()));
            case INTEGERS -> integers(new HashSet<>(match.getIntegers().getIntegersList()));
            default -> throw Rejection.unsupported("a match of " + match.getMatchValueCase());
        };
    }

    private static Predicate<Value> keywords(Set<String> any) {
        return value -> value.hasStringValue() && any.contains(value.getStringValue());
    }

    private static Predicate<Value> integers(Set<Long> any) {
        return value -> value.hasIntegerValue() && any.contains(value.getIntegerValue());
    }
}

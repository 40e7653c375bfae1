package dev.skerry.local.vectors.filter;

import dev.skerry.local.vectors.point.Payload;
import dev.skerry.local.vectors.point.PayloadPath;
import dev.skerry.local.vectors.point.PointKey;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.HasIdCondition;
import io.qdrant.client.grpc.Common.NestedCondition;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns Qdrant's filters into predicates: must, should, must_not and min_should, nested to any
 * depth.
 */
public final class Filters {
    /**
     * Conditions in one filter, nested ones included; ids and keywords in a list are not counted.
     */
    public static final int MAX_CONDITIONS = 4096;

    private final Set<String> textFields;
    private int conditions;

    private Filters(Set<String> textFields) {
        this.textFields = textFields;
    }

    /**
     * Makes a filter ready to be asked about many points.
     *
     * @param textFields fields with a full-text index, whose text conditions compare words instead
     *     of substrings
     */
    public static PointPredicate compile(Filter filter, Set<String> textFields) {
        return new Filters(textFields).filter(filter);
    }

    private PointPredicate filter(Filter filter) {
        PointPredicate[] must = conditions(filter.getMustList());
        PointPredicate[] mustNot = conditions(filter.getMustNotList());
        PointPredicate[] should = conditions(filter.getShouldList());
        PointPredicate[] some = conditions(filter.getMinShould().getConditionsList());
        long least = filter.getMinShould().getMinCount();
        boolean counted = filter.hasMinShould();
        return (key, payload) ->
                holding(must, key, payload, must.length) == must.length
                        && holding(mustNot, key, payload, 1) == 0
                        && (should.length == 0 || holding(should, key, payload, 1) == 1)
                        && (!counted
                                || (Long.compareUnsigned(least, some.length) <= 0
                                        && holding(some, key, payload, (int) least) == least));
    }

    /**
     * How many of the conditions hold, counting no further than {@code enough}; for all of them it
     * stops at a failure.
     */
    private static int holding(
            PointPredicate[] conditions, PointKey key, Payload payload, int enough) {
        int holding = 0;
        for (int i = 0; i < conditions.length && holding < enough; i++) {
            if (conditions[i].test(key, payload)) {
                holding++;
            } else if (holding + conditions.length - i - 1 < enough) {
                return holding;
            }
        }
        return holding;
    }

    private PointPredicate[] conditions(List<Condition> list) {
        conditions += list.size();
        if (conditions > MAX_CONDITIONS) {
            throw Rejection.badInput(
                    "a filter may hold "
                            + MAX_CONDITIONS
                            + " conditions; use match.any or has_id with a list");
        }
        return list.stream().map(this::condition).toArray(PointPredicate[]::new);
    }

    private PointPredicate condition(Condition condition) {
        return switch (condition.getConditionOneOfCase()) {
            case FIELD -> FieldConditions.compile(condition.getField(), textFields);
            case IS_EMPTY -> isEmpty(PayloadPath.parse(condition.getIsEmpty().getKey()));
            case IS_NULL -> isNull(PayloadPath.parse(condition.getIsNull().getKey()));
            case HAS_ID -> hasId(condition.getHasId());
            case FILTER -> filter(condition.getFilter());
            case NESTED -> nested(condition.getNested());
            case HAS_VECTOR -> {
                boolean unnamed = condition.getHasVector().getHasVector().isEmpty();
                yield (key, payload) -> unnamed;
            }
            case CONDITIONONEOF_NOT_SET ->
                    throw Rejection.badInput(
                            "Malformed Condition type: set field, is_empty, is_null, has_id, filter or nested");
        };
    }

    private static PointPredicate hasId(HasIdCondition condition) {
        Set<PointKey> ids = new HashSet<>();
        condition.getHasIdList().forEach(id -> ids.add(PointKey.of(id)));
        return (key, payload) -> ids.contains(key);
    }

    private static PointPredicate isEmpty(PayloadPath path) {
        return (key, payload) -> payload.valuesAt(path).stream().allMatch(Values::isEmpty);
    }

    private static PointPredicate isNull(PayloadPath path) {
        return (key, payload) -> payload.valuesAt(path).stream().anyMatch(Values::isNull);
    }

    /**
     * Holds where one object of the array satisfies the whole inner filter; ids are not known
     * inside.
     */
    private PointPredicate nested(NestedCondition condition) {
        PayloadPath path = PayloadPath.parse(condition.getKey());
        PointPredicate inner = filter(condition.getFilter());
        return (key, payload) -> {
            for (Value value : payload.valuesAt(path)) {
                List<Value> objects =
                        value.hasListValue()
                                ? value.getListValue().getValuesList()
                                : List.of(value);
                for (Value object : objects) {
                    if (object.hasStructValue()
                            && inner.test(
                                    key,
                                    new Payload.Nested(object.getStructValue().getFieldsMap()))) {
                        return true;
                    }
                }
            }
            return false;
        };
    }
}

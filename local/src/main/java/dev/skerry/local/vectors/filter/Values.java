package dev.skerry.local.vectors.filter;

import io.qdrant.client.grpc.JsonWithInt.Value;

/** What Qdrant calls null, empty and the count of a payload value. */
final class Values {
    private Values() {}

    static boolean isNull(Value value) {
        return value.hasNullValue() || value.getKindCase() == Value.KindCase.KIND_NOT_SET;
    }

    static boolean isEmpty(Value value) {
        return isNull(value)
                || (value.hasListValue() && value.getListValue().getValuesCount() == 0);
    }

    static boolean holdsNull(Value value) {
        return isNull(value)
                || (value.hasListValue()
                        && value.getListValue().getValuesList().stream().anyMatch(Values::isNull));
    }

    static long count(Value value) {
        return isNull(value) ? 0 : value.hasListValue() ? value.getListValue().getValuesCount() : 1;
    }
}

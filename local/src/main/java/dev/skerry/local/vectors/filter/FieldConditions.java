package dev.skerry.local.vectors.filter;

import dev.skerry.local.vectors.point.PayloadPath;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.Common.DatetimeRange;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.Match;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Common.ValuesCount;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Conditions on one field. A list matches where one of its elements does; a field that is not there
 * matches nothing but {@code is_empty}, {@code is_null: false} and a count of zero, as in Qdrant.
 */
final class FieldConditions {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private FieldConditions() {}

    static PointPredicate compile(FieldCondition condition, Set<String> textFields) {
        PayloadPath path = PayloadPath.parse(condition.getKey());
        if (condition.hasValuesCount()) {
            Predicate<Long> within = count(condition.getValuesCount());
            return over(path, within.test(0L), value -> within.test(Values.count(value)));
        }
        if (condition.hasIsEmpty()) {
            boolean wanted = condition.getIsEmpty();
            return over(path, wanted, value -> Values.isEmpty(value) == wanted);
        }
        if (condition.hasIsNull()) {
            boolean wanted = condition.getIsNull();
            return over(path, !wanted, value -> Values.holdsNull(value) == wanted);
        }
        Predicate<Value> one = one(condition, textFields.contains(condition.getKey()));
        return over(
                path,
                false,
                value ->
                        value.hasListValue()
                                ? anyOf(value.getListValue().getValuesList(), one)
                                : one.test(value));
    }

    private static PointPredicate over(
            PayloadPath path, boolean whenMissing, Predicate<Value> predicate) {
        return (key, payload) -> {
            List<Value> values = payload.valuesAt(path);
            return values.isEmpty() ? whenMissing : anyOf(values, predicate);
        };
    }

    private static boolean anyOf(List<Value> values, Predicate<Value> predicate) {
        for (Value value : values) {
            if (predicate.test(value)) {
                return true;
            }
        }
        return false;
    }

    private static Predicate<Value> one(FieldCondition condition, boolean words) {
        if (condition.hasGeoBoundingBox()
                || condition.hasGeoRadius()
                || condition.hasGeoPolygon()) {
            throw Rejection.unsupported("a geo condition (on `" + condition.getKey() + "`)");
        }
        if (condition.hasMatch()) {
            return match(condition.getMatch(), words);
        }
        if (condition.hasRange()) {
            return range(condition.getRange());
        }
        if (condition.hasDatetimeRange()) {
            return datetime(condition.getDatetimeRange());
        }
        throw Rejection.badInput(
                "a condition on `"
                        + condition.getKey()
                        + "` says nothing; set match, range, values_count, is_empty or is_null");
    }

    private static Predicate<Value> match(Match match, boolean words) {
        return switch (match.getMatchValueCase()) {
            case KEYWORD ->
                    value ->
                            value.hasStringValue()
                                    && value.getStringValue().equals(match.getKeyword());
            case INTEGER ->
                    value ->
                            value.hasIntegerValue()
                                    && value.getIntegerValue() == match.getInteger();
            case BOOLEAN ->
                    value -> value.hasBoolValue() && value.getBoolValue() == match.getBoolean();
            case KEYWORDS -> {
                Set<String> any = new HashSet<>(match.getKeywords().getStringsList());
                yield value -> value.hasStringValue() && any.contains(value.getStringValue());
            }
            case INTEGERS -> {
                Set<Long> any = new HashSet<>(match.getIntegers().getIntegersList());
                yield value -> value.hasIntegerValue() && any.contains(value.getIntegerValue());
            }
            case EXCEPT_KEYWORDS -> {
                Set<String> except = new HashSet<>(match.getExceptKeywords().getStringsList());
                yield value ->
                        !Values.isNull(value)
                                && !(value.hasStringValue()
                                        && except.contains(value.getStringValue()));
            }
            case EXCEPT_INTEGERS -> {
                Set<Long> except = new HashSet<>(match.getExceptIntegers().getIntegersList());
                yield value ->
                        !Values.isNull(value)
                                && !(value.hasIntegerValue()
                                        && except.contains(value.getIntegerValue()));
            }
            case TEXT -> words ? allWords(match.getText()) : substring(match.getText());
            case PHRASE -> substring(match.getPhrase());
            case TEXT_ANY -> words ? anyWord(match.getTextAny()) : anySubstring(match.getTextAny());
            case MATCHVALUE_NOT_SET ->
                    throw Rejection.badInput("Malformed Match condition: no value to match");
        };
    }

    private static Predicate<Value> substring(String text) {
        return value -> value.hasStringValue() && value.getStringValue().contains(text);
    }

    private static Predicate<Value> anySubstring(String text) {
        List<String> tokens = SPACE.splitAsStream(text).filter(token -> !token.isEmpty()).toList();
        return value ->
                value.hasStringValue()
                        && tokens.stream().anyMatch(value.getStringValue()::contains);
    }

    private static Predicate<Value> allWords(String text) {
        Set<String> wanted = words(text);
        return value ->
                value.hasStringValue()
                        && !wanted.isEmpty()
                        && words(value.getStringValue()).containsAll(wanted);
    }

    private static Predicate<Value> anyWord(String text) {
        Set<String> wanted = words(text);
        return value ->
                value.hasStringValue()
                        && words(value.getStringValue()).stream().anyMatch(wanted::contains);
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        return words;
    }

    private static Predicate<Value> range(Range range) {
        return value -> {
            if (!value.hasIntegerValue() && !value.hasDoubleValue()) {
                return false;
            }
            double number =
                    value.hasIntegerValue() ? value.getIntegerValue() : value.getDoubleValue();
            return (!range.hasLt() || number < range.getLt())
                    && (!range.hasLte() || number <= range.getLte())
                    && (!range.hasGt() || number > range.getGt())
                    && (!range.hasGte() || number >= range.getGte());
        };
    }

    private static Predicate<Value> datetime(DatetimeRange range) {
        return value ->
                value.hasStringValue()
                        && Datetimes.parse(value.getStringValue())
                                .map(
                                        at ->
                                                (!range.hasLt()
                                                                || at.isBefore(
                                                                        Datetimes.of(
                                                                                range.getLt())))
                                                        && (!range.hasLte()
                                                                || !at.isAfter(
                                                                        Datetimes.of(
                                                                                range.getLte())))
                                                        && (!range.hasGt()
                                                                || at.isAfter(
                                                                        Datetimes.of(
                                                                                range.getGt())))
                                                        && (!range.hasGte()
                                                                || !at.isBefore(
                                                                        Datetimes.of(
                                                                                range.getGte()))))
                                .orElse(false);
    }

    private static Predicate<Long> count(ValuesCount range) {
        return count ->
                (!range.hasLt() || Long.compareUnsigned(count, range.getLt()) < 0)
                        && (!range.hasLte() || Long.compareUnsigned(count, range.getLte()) <= 0)
                        && (!range.hasGt() || Long.compareUnsigned(count, range.getGt()) > 0)
                        && (!range.hasGte() || Long.compareUnsigned(count, range.getGte()) >= 0);
    }
}

package dev.skerry.trainer.job;

import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Records with a value in every component, however deep; what the values mean is of no account. */
final class RecordFiller {

    private RecordFiller() {}

    static <R extends Record> R filled(Class<R> type) throws ReflectiveOperationException {
        var parts = type.getRecordComponents();
        var values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = value(parts[i].getGenericType());
        }
        var types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object value(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return List.of(value(arguments[0]), value(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return Map.of("a", value(arguments[1]), "b", value(arguments[1]));
            }
        }
        if (type instanceof Class<?> plain && plain.isRecord()) {
            return filled(plain.asSubclass(Record.class));
        }
        if (type == String.class) return "text";
        if (type == Boolean.class) return true;
        if (type == Integer.class) return 7;
        if (type == Long.class) return 7L;
        if (type == Double.class) return 0.5;
        if (type == Quantity.class) return new Quantity("1500m");
        throw new IllegalArgumentException(type + " is new in the API; give it a value here");
    }
}

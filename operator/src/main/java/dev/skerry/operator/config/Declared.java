package dev.skerry.operator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One setting as the mapping interface declares it.
 *
 * @param key such as {@code skerry.report.min-interval}
 * @param type of one value; a list's element
 * @param many whether several values, separated by commas, may be given
 * @param required whether it must be given
 */
public record Declared(
        String key,
        Class<?> type,
        boolean many,
        boolean required,
        Optional<String> defaultValue,
        Setting about) {

    /** The environment variable of the same meaning. */
    public String variable() {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** All settings of a mapping interface and the groups in it, sorted by key. */
    public static List<Declared> in(Class<?> mapping) {
        var all = new ArrayList<Declared>();
        collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, all);
        all.sort(Comparator.comparing(Declared::key));
        return List.copyOf(all);
    }

    private static void collect(String prefix, Class<?> group, List<Declared> all) {
        for (var method : group.getDeclaredMethods()) {
            var key = prefix + "." + dashed(method.getName());
            var about = method.getAnnotation(Setting.class);
            if (about == null) {
                if (!method.getReturnType().isInterface() || isOptional(method))
                    throw new IllegalStateException(
                            group.getName() + "." + method.getName() + " has no @Setting");
                collect(key, method.getReturnType(), all);
            } else all.add(of(key, method, about));
        }
    }

    private static Declared of(String key, Method method, Setting about) {
        var type = method.getGenericReturnType();
        boolean optional = isOptional(method);
        if (optional) type = argument(type);
        boolean many = type instanceof ParameterizedType p && p.getRawType() == Set.class;
        if (many) type = argument(type);
        var given =
                Optional.ofNullable(method.getAnnotation(WithDefault.class))
                        .map(WithDefault::value);
        if (type == Integer.class) type = int.class;
        return new Declared(key, (Class<?>) type, many, !optional && given.isEmpty(), given, about);
    }

    private static boolean isOptional(Method method) {
        return method.getReturnType() == Optional.class;
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static String dashed(String name) {
        return String.join(
                "-",
                Arrays.stream(name.split("(?=[A-Z])"))
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .toList());
    }
}

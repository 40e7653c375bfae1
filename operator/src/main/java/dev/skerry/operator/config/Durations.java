package dev.skerry.operator.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as the configuration writes them: {@code 500ms}, {@code 10s}, {@code 5m}, PT10S. */
final class Durations {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)?");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        var match = SHORT.matcher(text);
        try {
            if (!match.matches()) {
                var value = Duration.parse(text);
                return value.isNegative() ? Optional.empty() : Optional.of(value);
            }
            long number = Long.parseLong(match.group(1));
            return Optional.of(
                    switch (match.group(2) == null ? "s" : match.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        case "d" -> Duration.ofDays(number);
                        default -> Duration.ofSeconds(number);
                    });
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}

package dev.skerry.cli.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time that a command may take, as a user types it: a whole number of seconds, at least 1. */
public final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            int seconds = Integer.parseInt(text.strip());
            if (seconds > 0) return Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException(
                "give a whole number of seconds, at least 1, and not \"" + text + "\"");
    }
}

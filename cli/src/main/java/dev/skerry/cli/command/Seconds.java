package dev.skerry.cli.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** A time that a command may take, as a user types it: a whole number of seconds, at least 1. */
public final class Seconds implements ITypeConverter<Duration> {
    private final PositiveNumber number = new PositiveNumber();

    @Override
    public Duration convert(String text) {
        return Duration.ofSeconds(number.convert(text));
    }
}

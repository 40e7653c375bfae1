package dev.skerry.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number from 1 on, for options. */
public final class PositiveNumber implements ITypeConverter<Integer> {
    private static final int GREATEST = 999_999_999;

    @Override
    public Integer convert(String value) {
        if (value.matches("0*[1-9][0-9]{0,8}")) return Integer.valueOf(value);
        throw new TypeConversionException(
                "\"" + value + "\" is no whole number from 1 to " + GREATEST);
    }
}

package io.penstock.server.cli;

import io.penstock.AsciiNumbers;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the whole numbers of a command line. Picocli's own converters take the digits of every script. */
final class WholeNumbers {

    private WholeNumbers() {}

    /** Gives a command line, with the subcommands that it has, these converters. */
    static CommandLine readBy(CommandLine commandLine) {
        ITypeConverter<Integer> ints = text -> read(text, AsciiNumbers::parseInt);
        ITypeConverter<Long> longs = text -> read(text, AsciiNumbers::parseLong);
        return commandLine
                .registerConverter(Integer.class, ints)
                .registerConverter(int.class, ints)
                .registerConverter(Long.class, longs)
                .registerConverter(long.class, longs);
    }

    private static <N extends Number> N read(String text, ITypeConverter<N> reader) throws Exception {
        try {
            return reader.convert(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no whole number, or too large");
        }
    }
}

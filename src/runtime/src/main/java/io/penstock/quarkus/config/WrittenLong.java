package io.penstock.quarkus.config;

import io.penstock.AsciiNumbers;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a large whole number that is written with the digits 0 to 9, as {@link WrittenInt} does. */
public final class WrittenLong implements Converter<Long> {

    private static final long serialVersionUID = 1L;

    @Override
    public Long convert(String text) {
        var number = text.strip();
        return number.isEmpty() ? null : Long.valueOf(AsciiNumbers.parseLong(number));
    }
}

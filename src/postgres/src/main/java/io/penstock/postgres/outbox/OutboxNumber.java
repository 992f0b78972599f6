package io.penstock.postgres.outbox;

import io.penstock.AsciiNumbers;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a whole number that is written with the digits 0 to 9: the usual converter takes those of every script. */
public final class OutboxNumber implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String text) {
        var number = text.strip();
        return number.isEmpty() ? null : Integer.valueOf(AsciiNumbers.parseInt(number));
    }
}

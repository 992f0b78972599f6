package io.penstock.server.http.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import io.penstock.PenstockException;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * Reads a duration, a time or a position as the API documents it: a text, in the format of ISO 8601 as far as it is of
 * time, and nothing else.
 */
final class IsoText<T> extends StdScalarDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;

    IsoText(Class<T> type, Function<String, T> parse) {
        super(type);
        this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            try {
                return parse.apply(parser.getText());
            } catch (DateTimeException | ArithmeticException | PenstockException.InvalidConfiguration e) {
                // Refused below, like what is no text.
            }
        }
        throw InvalidFormatException.from(parser, "no such text", parser.getText(), handledType());
    }
}

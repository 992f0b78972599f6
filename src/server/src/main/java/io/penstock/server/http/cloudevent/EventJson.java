package io.penstock.server.http.cloudevent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.server.http.request.RequestException;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the JSON of an event as it is written. The SDK makes other numbers of some, and takes events that are none
 * by their specification.
 */
final class EventJson {

    /** CloudEvents 1.0, section 3, and {@code schemaurl} of 0.3: if they are there, they are not empty. */
    static final Set<String> NEVER_EMPTY = Set.of("id", "source", "type", "subject", "dataschema", "schemaurl");

    private static final String DATA = "data";
    private static final JsonFactory JSON = new JsonFactory();

    private EventJson() {}

    /**
     * The bytes of an event's field {@code data}.
     *
     * @param event null if a message has no body
     * @return null if there is no such field
     * @throws RequestException if the JSON is none, or not that of an event
     */
    static byte[] data(byte[] event) {
        if (event == null) {
            throw EventFault.noObject();
        }
        try (var parser = JSON.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw EventFault.noObject();
            }
            offset(parser.currentTokenLocation()); // Which refuses what is not in UTF-8, whether it has data or not.
            var data = fields(event, parser);
            if (parser.nextToken() != null) {
                throw EventFault.of("there is more behind the end of its JSON.");
            }
            return data;
        } catch (IOException e) {
            throw EventFault.of(e);
        }
    }

    private static byte[] fields(byte[] event, JsonParser parser) throws IOException {
        byte[] data = null;
        var names = new HashSet<String>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            if (!names.add(name)) {
                throw EventFault.of("it has '" + name + "' more than once.");
            }
            parser.nextToken();
            if (name.equals(DATA)) {
                data = value(event, parser);
            } else {
                requireAttribute(name, parser);
            }
        }
        return data;
    }

    private static void requireAttribute(String name, JsonParser parser) throws IOException {
        if (parser.currentToken().isStructStart()) {
            throw EventFault.of("'" + name + "' is an object or an array, which no attribute can be.");
        }
        if (NEVER_EMPTY.contains(name)
                && parser.currentToken() == JsonToken.VALUE_STRING
                && parser.getText().isEmpty()) {
            throw EventFault.of("'" + name + "' is empty.");
        }
    }

    /**
     * The bytes of the value at whose beginning a parser is. It is at the value's end afterwards.
     *
     * @throws RequestException if the source is not in UTF-8, in which JSON is exchanged (RFC 8259, section 8.1)
     */
    static byte[] value(byte[] source, JsonParser parser) throws IOException {
        var start = parser.currentTokenLocation();
        parser.skipChildren();
        parser.finishToken(); // The end of a text is not looked for before somebody needs it.
        return Arrays.copyOfRange(source, offset(start), offset(parser.currentLocation()));
    }

    /** Where a parser of bytes is, which it knows of UTF-8 only. */
    private static int offset(JsonLocation location) {
        if (location.getByteOffset() < 0) {
            throw EventFault.of("its JSON is not in UTF-8.");
        }
        return (int) location.getByteOffset();
    }
}

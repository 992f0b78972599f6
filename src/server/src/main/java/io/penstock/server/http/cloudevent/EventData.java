package io.penstock.server.http.cloudevent;

import com.fasterxml.jackson.core.JsonFactory;
import io.cloudevents.CloudEvent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Says whether the data of an event may stand in the event's JSON as it is. The SDK copies bytes there without looking
 * at them, whatever they would do to the JSON around them.
 */
final class EventData {

    private static final JsonFactory JSON = new JsonFactory();

    private EventData() {}

    /** Whether the data is one JSON value and is said to be JSON; what is not has to go out as Base64. */
    static boolean isJson(CloudEvent event) {
        var data = event.getData();
        if (data == null) {
            return true;
        }
        return event.getDataContentType() != null && isOneValue(data.toBytes());
    }

    /** Whether bytes are one JSON value in UTF-8, all of them, with nothing but white space around it. */
    static boolean isOneValue(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        if (text.startsWith("\uFEFF")) {
            return false; // Parsers pass over this mark at the beginning of a text, but not in the middle of one.
        }
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}

package io.penstock.server.http.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonMappingException;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads one JSON object in which no field is there twice. The parser beneath can go on behind an object in which one
 * is, and could not if it had found that itself.
 */
final class SingleFields extends JsonParserDelegate {

    /** The names that the object of each depth has had so far. */
    private final Map<Integer, Set<String>> names = new HashMap<>();

    SingleFields(JsonParser parser) {
        super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        var token = super.nextToken();
        if (token == JsonToken.START_OBJECT) {
            names.remove(depth());
        } else if (token == JsonToken.FIELD_NAME) {
            var name = currentName();
            if (!names.computeIfAbsent(depth(), depth -> new HashSet<>()).add(name)) {
                throw JsonMappingException.from(this, "Duplicate field '" + name + "'");
            }
        }
        return token;
    }

    private int depth() {
        return getParsingContext().getNestingDepth();
    }
}

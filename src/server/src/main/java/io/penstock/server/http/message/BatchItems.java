package io.penstock.server.http.message;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Message;
import io.penstock.server.http.request.RequestException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the messages of a batch from JSON in one pass. What is no JSON is refused as a whole, before anything is sent;
 * an item that cannot be a message is refused by itself.
 */
final class BatchItems {

    /** The most messages of one request with an array, whose answer is one document. */
    private static final int MOST = 10_000;

    /** Enough for most batches. */
    private static final int USUAL = 128;

    private final ObjectMapper json;
    private final Item item;

    BatchItems(ObjectMapper json, Item item) {
        this.json = json;
        this.item = item;
    }

    /** Makes a message of a JSON object. */
    interface Item {

        /** @param parser at the beginning of the object; at its end if this does not fail because of its JSON */
        Message read(JsonParser parser) throws IOException;
    }

    /** @throws RequestException if it is no array of JSON, or has no item, or too many */
    List<BatchMessage> array(byte[] body) {
        try (var parser = parser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw noArray();
            }
            var items = new ArrayList<BatchMessage>(USUAL);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (items.size() == MOST) {
                    throw RequestException.malformed("The batch has more than " + MOST
                            + " messages: send at most so many at a time, or any number as application/x-ndjson.");
                }
                items.add(next(parser));
            }
            requireEnd(parser);
            if (items.isEmpty()) {
                throw noArray();
            }
            return items;
        } catch (JsonProcessingException e) {
            throw RequestException.malformedJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes are in memory", e);
        }
    }

    /** @throws RequestException if it is not one JSON value */
    BatchMessage line(byte[] line) {
        try (var parser = parser(line)) {
            parser.nextToken();
            var read = next(parser);
            requireEnd(parser);
            return read;
        } catch (JsonProcessingException e) {
            throw RequestException.malformedJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes are in memory", e);
        }
    }

    /** It does not look for fields that are there twice: that is up to whoever reads an item, and ends that alone. */
    private JsonParser parser(byte[] body) throws IOException {
        return json.getFactory().createParser(body).disable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    private static RequestException noArray() {
        return RequestException.malformed("The body is no JSON array of messages: begin with '[', and give one at"
                + " least; or send one message a line as application/x-ndjson.");
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "There is more behind the end");
        }
    }

    /** Leaves the parser at the last token of the item, whether it can be a message or not. */
    private BatchMessage next(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return BatchMessage.refused(RequestException.malformed("An item of the batch is no JSON object."));
        }
        var around = parser.getParsingContext().getParent();
        try {
            return BatchMessage.of(item.read(parser));
        } catch (JsonProcessingException e) {
            if (isEnd(e) || isEnd(e.getCause())) {
                throw e;
            }
            while (parser.getParsingContext() != around) {
                if (parser.nextToken() == null) {
                    throw e; // It went beyond the item, which no reader of one does.
                }
            }
            return BatchMessage.refused(RequestException.malformedJson(e));
        } catch (RuntimeException e) {
            return BatchMessage.refused(e);
        }
    }

    /** Whether the parser cannot go on behind this. */
    private static boolean isEnd(Throwable failure) {
        return failure instanceof JsonParseException || failure instanceof StreamConstraintsException;
    }
}

package io.penstock.server.http.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.StoredMessage;
import io.penstock.server.http.request.Text;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Shows a message as it is stored in the log. Of key and body, the form is set that shows them: text if they are UTF-8,
 * else base64.
 *
 * @param headers text each, or {@code {"base64": …}}
 * @param tombstone true of a message without a body, which is not the same as an empty one; otherwise absent
 * @param parked true if the subscription that was asked for hands it to nobody; otherwise absent
 * @param bodyBytes length of the whole body
 * @param exchange that it came by, if it did
 * @param routingKey if one was set besides the key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageView(
        String id,
        int partition,
        long offset,
        Instant timestamp,
        Instant deliverAt,
        Instant expiresAt,
        int priority,
        String key,
        String keyBase64,
        Map<String, Object> headers,
        Boolean tombstone,
        Boolean parked,
        int bodyBytes,
        String body,
        String bodyBase64,
        String exchange,
        String routingKey) {

    /** The most bytes of a body that an answer about one message shows: the whole can be asked for. */
    private static final int SHOWN_BYTES = 32 * 1_024;

    public static MessageView of(StoredMessage stored) {
        return of(stored, Integer.MAX_VALUE, name -> true);
    }

    /**
     * Shows one message alone, and of its body no more than the beginning if it is long.
     *
     * @param headers decides which are shown
     */
    public static MessageView alone(StoredMessage stored, Predicate<String> headers) {
        return of(stored, SHOWN_BYTES, headers);
    }

    /** Whether {@link #alone} shows only the beginning of a body. */
    public static boolean isCut(Message message) {
        return length(message) > SHOWN_BYTES;
    }

    private static MessageView of(StoredMessage stored, int bytes, Predicate<String> headers) {
        var message = stored.message();
        var key = Text.of(message.key());
        var body = Text.ofFirst(message.body(), bytes);
        return new MessageView(
                message.id(),
                stored.partition(),
                stored.offset(),
                message.timestamp(),
                message.deliverAt().orElse(null),
                message.expiresAt().orElse(null),
                message.priority(),
                key.text(),
                key.base64(),
                headers(message, headers),
                message.body() == null ? true : null,
                stored.parked() ? true : null,
                length(message),
                body.text(),
                body.base64(),
                message.exchange().orElse(null),
                message.hasRoutingKey() ? message.routingKey() : null);
    }

    public static int length(Message message) {
        return message.body() == null ? 0 : message.body().length;
    }

    public static Map<String, Object> headers(Message message, Predicate<String> shown) {
        var headers = new LinkedHashMap<String, Object>();
        for (Headers.Header header : message.headers()) {
            if (shown.test(header.name())) {
                headers.put(header.name(), Text.of(header.value()).asJson());
            }
        }
        return headers;
    }
}

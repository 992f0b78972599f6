package io.penstock.server.http.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.penstock.DeadLetterRecord;
import io.penstock.StoredMessage;
import io.penstock.server.http.message.MessageView;
import io.penstock.server.http.request.Text;

import java.util.Map;

/**
 * Shows a dead letter with everything that one needs to judge it.
 *
 * @param death null for a message that was sent to the queue itself
 * @param parked true if it failed here as well, and is handed to nobody; otherwise absent
 * @param headers those of the message itself
 * @param bodyBytes length of the whole body
 * @param bodyPreview its beginning if it is UTF-8
 * @param bodyPreviewBase64 its beginning if it is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterView(
        String id,
        int partition,
        long offset,
        @JsonUnwrapped Death death,
        Boolean parked,
        String key,
        String keyBase64,
        Map<String, Object> headers,
        int bodyBytes,
        String bodyPreview,
        String bodyPreviewBase64) {

    /** The length of a preview: enough to recognise a message, little enough that a page of them can be read. */
    static final int PREVIEW_BYTES = 1_024;

    static DeadLetterView of(StoredMessage stored) {
        var message = stored.message();
        var key = Text.of(message.key());
        var preview = Text.ofFirst(message.body(), PREVIEW_BYTES);
        return new DeadLetterView(
                message.id(),
                stored.partition(),
                stored.offset(),
                DeadLetterRecord.of(message).map(Death::of).orElse(null),
                stored.parked() ? true : null,
                key.text(),
                key.base64(),
                MessageView.headers(message, name -> !name.startsWith(DeadLetterRecord.HEADER_PREFIX)),
                MessageView.length(message),
                preview.text(),
                preview.base64());
    }
}

package io.penstock.server.http.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.penstock.DeadLetterRecord;
import io.penstock.StoredMessage;
import io.penstock.server.http.message.MessageView;

/**
 * Shows one dead letter in whole.
 *
 * @param message without the headers that say why it died
 * @param waiting whether it still is in its queue; otherwise it was put back or thrown away, and the log still has it
 * @param isCut whether {@code body} is only its beginning
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LetterView(
        @JsonUnwrapped MessageView message, @JsonUnwrapped Death death, boolean waiting, boolean isCut) {

    static LetterView of(StoredMessage stored, boolean waiting) {
        return new LetterView(
                MessageView.alone(stored, name -> !name.startsWith(DeadLetterRecord.HEADER_PREFIX)),
                DeadLetterRecord.of(stored.message()).map(Death::of).orElse(null),
                waiting,
                MessageView.isCut(stored.message()));
    }
}

package io.penstock.server.http.deadletter;

import io.penstock.DeadLetterReason;
import io.penstock.Message;
import io.penstock.StoredMessage;
import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class LetterGroupTest {

    private static String filter(DeadLetterReason reason, String exception) {
        var group = new LetterGroup(new LetterGroup.Key(reason, exception));
        group.add(new StoredMessage(Message.to("orders.dlq").body("x").build(), 0, 7), null, Instant.EPOCH);
        return group.view().filter();
    }

    @Test
    void shouldQuoteWhatAFilterHasInQuotes() {
        assertThat(filter(DeadLetterReason.REJECTED, "It's"))
                .isEqualTo("penstock_reason = 'REJECTED' AND penstock_exception = 'It''s'");
    }

    @Test
    void shouldHaveNoFilterThatARequestWouldNotTake() {
        assertThat(filter(DeadLetterReason.REJECTED, "x".repeat(1_024))).isNull();
        assertThat(filter(null, null)).isNull();
    }
}

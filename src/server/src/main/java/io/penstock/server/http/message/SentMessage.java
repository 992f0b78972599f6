package io.penstock.server.http.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Receipt;

import java.util.List;

/**
 * Answers a send with the place of the message in the log.
 *
 * @param partition absent, as is the offset, of a message that lies nowhere
 * @param discarded true if an exchange has thrown it away; otherwise absent
 * @param duplicate true if it was not written, since one of its id had been: that one lies there, or lay; otherwise
 *     absent
 * @param others where its copies lie, if an exchange has sent it to several destinations
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SentMessage(
        String messageId,
        String destination,
        Integer partition,
        Long offset,
        Boolean discarded,
        Boolean duplicate,
        List<SentMessage> others) {

    static SentMessage of(Receipt receipt) {
        boolean isDiscarded = receipt.isDiscarded();
        return new SentMessage(
                receipt.messageId(),
                receipt.destination(),
                isDiscarded ? null : Integer.valueOf(receipt.partition()),
                isDiscarded ? null : Long.valueOf(receipt.offset()),
                isDiscarded ? true : null,
                receipt.isDuplicate() ? true : null,
                receipt.others().stream().map(SentMessage::of).toList());
    }
}

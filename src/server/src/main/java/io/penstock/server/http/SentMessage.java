package io.penstock.server.http;

import io.penstock.Receipt;

/** A receipt as it is answered: where an accepted message lies. */
public record SentMessage(String messageId, String destination, int partition, long offset) {

    static SentMessage of(Receipt receipt) {
        return new SentMessage(receipt.messageId(), receipt.destination(), receipt.partition(), receipt.offset());
    }
}

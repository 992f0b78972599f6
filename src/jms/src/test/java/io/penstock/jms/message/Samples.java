package io.penstock.jms.message;

import io.penstock.jms.destination.PenstockQueue;

import java.util.List;
import jakarta.jms.JMSException;

/** Messages as a receiver would see them, without a broker. */
final class Samples {

    static final PenstockQueue QUEUE = new PenstockQueue("orders");

    private Samples() {}

    static PenstockMessage throughTheLog(PenstockMessage message, String... trusted) throws JMSException {
        message.setJMSMessageID("ID:1");
        return received(MessageEncoder.encode(message, QUEUE, null), trusted);
    }

    static PenstockMessage received(io.penstock.Message carried, String... trusted) throws JMSException {
        var message = new MessageDecoder(new TrustedClasses(List.of(trusted))).decode(carried, QUEUE);
        message.received(() -> {});
        return message;
    }
}

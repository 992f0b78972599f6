package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.connector.PenstockRequestReply;
import io.penstock.quarkus.listener.Invocation.Result;
import io.penstock.spi.CodecSender;
import io.penstock.spi.PayloadCodec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the messages by which the results of a listener method are sent.
 *
 * @param destination where they are sent; null for the reply destinations of their messages
 */
record Results(Broker broker, PayloadCodec codec, Result result, boolean batch, String destination, ListenerLog log) {

    /**
     * The messages for what a method has returned.
     *
     * @throws RuntimeException if the result cannot be sent, which is a failure of the method
     */
    List<Message> of(List<Delivery> deliveries, Object returned) {
        if (returned == null) {
            return List.of();
        }
        return switch (result.kind()) {
            case NONE -> List.of();
            case MESSAGE -> List.of((Message) returned);
            case MESSAGES -> messages((List<?>) returned);
            case PAYLOAD -> batch ? batch(deliveries, (List<?>) returned) : one(deliveries.get(0), returned);
        };
    }

    private static List<Message> messages(List<?> returned) {
        return returned.stream()
                .filter(each -> each != null)
                .map(Message.class::cast)
                .toList();
    }

    private List<Message> batch(List<Delivery> deliveries, List<?> returned) {
        if (returned.size() != deliveries.size()) {
            throw new IllegalStateException("The method has returned " + returned.size() + " results for a batch of "
                    + deliveries.size() + " messages: return one for each, or null where there is none.");
        }
        var messages = new ArrayList<Message>();
        for (int i = 0; i < returned.size(); i++) {
            if (returned.get(i) != null) {
                messages.addAll(one(deliveries.get(i), returned.get(i)));
            }
        }
        return messages;
    }

    private List<Message> one(Delivery delivery, Object payload) {
        var to = destination == null ? replyTo(delivery) : Optional.of(destination);
        return to.map(name -> List.of(message(delivery.message(), name, payload)))
                .orElse(List.of());
    }

    /** Where the sender of a message wants its reply; empty if it wants none, or is not there any more. */
    private Optional<String> replyTo(Delivery delivery) {
        var text = delivery.message().headers().get(PenstockRequestReply.REPLY_TO);
        if (text == null) {
            log.unwantedResult(delivery);
            return Optional.empty();
        }
        // The broker has refused every other form than queue:NAME and topic:NAME.
        var name = text.substring(text.indexOf(':') + 1);
        if (broker.destination(name).isEmpty()) {
            log.lostReply(delivery, "the destination '" + name + "' does not exist (any more).");
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private Message message(Message source, String to, Object payload) {
        var headers = source.headers();
        byte[] correlation = headers.contains(PenstockRequestReply.CORRELATION_ID)
                ? headers.bytes(PenstockRequestReply.CORRELATION_ID)
                : source.id().getBytes(StandardCharsets.UTF_8);
        return new CodecSender<>(broker, codec, to, Object.class)
                .message(payload)
                .key(source.key())
                .header(PenstockRequestReply.CORRELATION_ID, correlation)
                .build();
    }
}

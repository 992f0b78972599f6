package io.penstock.spi;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.TypedSender;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A typed sender over any broker: it has a codec write the body, and sends the message as everybody does. Text and
 * bytes need no codec; they are sent as they are.
 *
 * @param <T> the class of what is sent
 */
public final class CodecSender<T> implements TypedSender<T> {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    private final Broker broker;
    private final PayloadCodec codec;
    private final String destination;
    private final Class<T> type;

    public CodecSender(Broker broker, PayloadCodec codec, String destination, Class<T> type) {
        this.broker = Objects.requireNonNull(broker, "broker");
        this.codec = Objects.requireNonNull(codec, "codec");
        this.destination = Objects.requireNonNull(destination, "destination");
        this.type = Objects.requireNonNull(type, "type");
        if (Message.class.isAssignableFrom(type)) {
            throw new PenstockException.InvalidConfiguration("A typed sender to '" + destination
                    + "' cannot send messages: it makes them. Use Broker.send(Message).");
        }
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public Message.Builder message(T payload) {
        requireFits(payload);
        var message = Message.to(destination);
        if (payload instanceof byte[] bytes) {
            return message.body(bytes).header(CONTENT_TYPE, BYTES);
        }
        if (payload instanceof String text) {
            return message.body(text).header(CONTENT_TYPE, TEXT);
        }
        return message.body(encode(payload)).header(CONTENT_TYPE, codec.contentType());
    }

    private void requireFits(Object payload) {
        if (payload == null) {
            throw new PenstockException.InvalidMessage("There is nothing to send to '" + destination
                    + "': the payload is null. Send a message without a body if that is what you mean.");
        }
        if (payload instanceof Message) {
            throw new PenstockException.InvalidMessage(
                    "The payload for '" + destination + "' is a message itself: use Broker.send(Message).");
        }
        if (!type.isInstance(payload)) {
            throw new PenstockException.InvalidMessage("The payload for '" + destination + "' is of the class "
                    + payload.getClass().getName() + "; this sender takes " + type.getName() + ".");
        }
    }

    private byte[] encode(T payload) {
        byte[] body;
        try {
            body = codec.encode(payload);
        } catch (PenstockException.InvalidMessage e) {
            throw unwritable(payload, e.getMessage(), e);
        } catch (Throwable e) {
            // Whatever a codec of the application throws, an error at a payload that contains itself included, nothing
            // was written, and this payload alone is to blame.
            throw unwritable(payload, "its codec failed with " + shown(e), e);
        }
        if (body == null) {
            throw unwritable(payload, "its codec gave no bytes", null);
        }
        return body;
    }

    /** The exception as a text; its class alone if it cannot even say what it is. */
    private static String shown(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException e) {
            return thrown.getClass().getName();
        }
    }

    private PenstockException.InvalidMessage unwritable(T payload, String why, @Nullable Throwable cause) {
        var problem =
                new PenstockException.InvalidMessage("The " + payload.getClass().getName() + " for '" + destination
                        + "' cannot be written as " + codec.contentType() + ": " + why);
        problem.initCause(cause);
        return problem;
    }

    @Override
    public Receipt send(T payload) {
        return broker.send(message(payload).build());
    }

    @Override
    public Receipt send(T payload, UnaryOperator<Message.Builder> change) {
        return broker.send(change.apply(message(payload)).build());
    }

    @Override
    public CompletionStage<Receipt> sendAsync(T payload) {
        return sendAsync(payload, UnaryOperator.identity());
    }

    @Override
    public CompletionStage<Receipt> sendAsync(T payload, UnaryOperator<Message.Builder> change) {
        Message message;
        try {
            message = change.apply(message(payload)).build();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return broker.sendAsync(message);
    }
}

package io.penstock.connector;

import io.penstock.connector.payload.PenstockConversion;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Lets the other converters, also those of the application, convert messages of this connector, and turns each of their
 * failures into {@link UnreadablePayloadException}. Otherwise such a message would be retried, end the channel, or be
 * held for ever.
 */
@ApplicationScoped
class GuardedConverter implements MessageConverter, PenstockConversion {

    private final Instance<MessageConverter> all;
    private final ChannelBeans beans;

    /** The other converters in order of priority; null until the first conversion. */
    private volatile List<MessageConverter> others;

    @Inject
    GuardedConverter(@Any Instance<MessageConverter> all, ChannelBeans beans) {
        this.all = all;
        this.beans = beans;
    }

    /** Lets the container make a proxy. */
    GuardedConverter() {
        this(null, null);
    }

    /** The priority before all other converters. */
    @Override
    public int getPriority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        if (!isOurs(in)) {
            return false;
        }
        try {
            return find(in, target) != null;
        } catch (RuntimeException | Error e) {
            return true; // The conversion will report the failure.
        }
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        return convertUni(in, target).await().indefinitely();
    }

    @Override
    public Uni<Message<?>> convertUni(Message<?> in, Type target) {
        return Uni.createFrom()
                .deferred(() -> {
                    var converter = find(in, target);
                    return converter == null ? Uni.createFrom().<Message<?>>item(in) : convert(converter, in, target);
                })
                .onFailure(failure -> !(failure instanceof UnreadablePayloadException))
                .transform(failure -> unreadable(in, target, failure))
                .onFailure(UnreadablePayloadException.class)
                .recoverWithUni(failure -> recovered(in, target, failure));
    }

    /** Asks the handler of the channel, if it has one, what the method gets instead. */
    private Uni<Message<?>> recovered(Message<?> in, Type target, UnreadablePayloadException failure) {
        var metadata = in.getMetadata(IncomingPenstockMetadata.class);
        var handler = metadata.flatMap(from -> beans.deserializationHandler(from.channel()));
        if (handler.isEmpty()) {
            return Uni.createFrom().failure(failure);
        }
        return Uni.createFrom()
                .item(() -> handler.get().handle(metadata.get().message(), target, failure))
                .<Message<?>>map(in::withPayload)
                .onFailure(problem -> !(problem instanceof UnreadablePayloadException))
                .transform(problem -> unreadable(in, target, problem));
    }

    /** Converts an item of a batch as {@link #convertUni} converts a message. */
    Uni<Message<?>> convertItem(Message<?> item, Type target) {
        return target == byte[].class ? Uni.createFrom().item(item) : convertUni(item, target);
    }

    /**
     * Converts an item of a batch at once, if that takes no converter but those of this connector. The result is null
     * if it cannot be converted so: {@link #convertItem} does it then, or says why not.
     */
    Message<?> convertNow(Message<?> item, Type target) {
        try {
            return find(item, target) instanceof StoredPayloads own ? own.convert(item, target) : null;
        } catch (RuntimeException | Error e) {
            return null;
        }
    }

    private static boolean isOurs(Message<?> in) {
        return in.getMetadata(IncomingPenstockMetadata.class).isPresent()
                || in.getMetadata(IncomingPenstockBatchMetadata.class).isPresent();
    }

    private static Uni<Message<?>> convert(MessageConverter converter, Message<?> in, Type target) {
        Uni<Message<?>> converted;
        try {
            converted = converter.convertUni(in, target);
        } catch (Error e) {
            converted = Uni.createFrom().failure(e);
        }
        return converted.onItem().ifNull().failWith(() -> new IllegalStateException(converter + " returned null"));
    }

    private MessageConverter find(Message<?> in, Type target) {
        for (var converter : others()) {
            if (converter.canConvert(in, target)) {
                return converter;
            }
        }
        return null;
    }

    private List<MessageConverter> others() {
        var known = others;
        if (known == null) {
            known = all.stream()
                    .filter(converter -> !(converter instanceof GuardedConverter))
                    .sorted(Comparator.comparingInt(MessageConverter::getPriority))
                    .toList();
            others = known;
        }
        return known;
    }

    private static UnreadablePayloadException unreadable(Message<?> in, Type target, Throwable failure) {
        var which = in.getMetadata(IncomingPenstockMetadata.class)
                .map(metadata -> "Message " + metadata.id())
                .orElse("A batch");
        return new UnreadablePayloadException(
                which + " cannot be converted to " + target.getTypeName() + ": " + failure, failure);
    }
}

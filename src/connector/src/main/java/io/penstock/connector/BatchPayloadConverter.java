package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import io.penstock.connector.payload.PayloadTypes;
import io.penstock.connector.payload.PenstockConversion;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Makes a list of the payloads of a batch, each converted as a message of its own would be. What cannot be read is
 * taken out of the batch, and goes the way of an unreadable message; the others go on.
 */
@ApplicationScoped
class BatchPayloadConverter implements MessageConverter, PenstockConversion {

    private final GuardedConverter items;
    private final DeclaredPayloads declared;

    @Inject
    BatchPayloadConverter(GuardedConverter items, DeclaredPayloads declared) {
        this.items = items;
        this.declared = declared;
    }

    /** Lets the container make a proxy. */
    BatchPayloadConverter() {
        this(null, null);
    }

    /** The priority before all other converters, which know nothing of batches. */
    @Override
    public int getPriority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return in.getPayload() instanceof IncomingPenstockBatchMessage.Bodies
                && in.getMetadata(IncomingPenstockBatchMetadata.class).isPresent()
                && PayloadTypes.raw(target).isAssignableFrom(List.class);
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        return convertUni(in, target).await().indefinitely();
    }

    @Override
    public Uni<Message<?>> convertUni(Message<?> in, Type target) {
        var metadata = in.getMetadata(IncomingPenstockBatchMetadata.class).orElseThrow();
        var item = itemOf(declared.complete(metadata.channel(), target));
        var payloads = readNow(metadata, item);
        return payloads == null
                ? readEach(in, metadata, item)
                : Uni.createFrom().item(in.withPayload(payloads));
    }

    /** The payloads of a batch that can be read without a stage for each item, as most can; null for another. */
    private List<Object> readNow(IncomingPenstockBatchMetadata metadata, Type item) {
        if (item == byte[].class && metadata.batch() != null) {
            var bodies = metadata.batch().bodies();
            if (bodies != null) {
                return bodies;
            }
        }
        var payloads = new ArrayList<Object>(metadata.records().size());
        if (item == byte[].class) {
            metadata.records().forEach(record -> payloads.add(record.payload()));
            return payloads;
        }
        for (var record : metadata.records()) {
            var converted = items.convertNow(message(record), item);
            if (converted == null) {
                return null;
            }
            payloads.add(converted.getPayload());
        }
        return payloads;
    }

    private static Message<?> message(IncomingPenstockMetadata record) {
        return Message.of(record.payload(), Metadata.of(record));
    }

    private Uni<Message<?>> readEach(Message<?> in, IncomingPenstockBatchMetadata metadata, Type item) {
        var conversions = metadata.records().stream()
                .map(record -> items.convertItem(message(record), item)
                        .<Object>map(converted -> new Read(converted.getPayload()))
                        .onFailure(UnreadablePayloadException.class)
                        .recoverWithItem(failure -> failure))
                .toList();
        return Uni.join().all(conversions).andFailFast().map(results -> join(in, metadata, results));
    }

    /** A payload that was read, which may be null. */
    private record Read(Object payload) {}

    private static Message<?> join(Message<?> in, IncomingPenstockBatchMetadata metadata, List<Object> results) {
        var payloads = new ArrayList<Object>(results.size());
        var records = new ArrayList<IncomingPenstockMetadata>(results.size());
        Map<Integer, UnreadablePayloadException> unreadable = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof UnreadablePayloadException failure) {
                unreadable.put(i, failure);
            } else {
                payloads.add(((Read) results.get(i)).payload);
                records.add(metadata.records().get(i));
            }
        }
        if (unreadable.isEmpty()) {
            return in.withPayload(payloads);
        }
        metadata.batch().refuse(unreadable);
        return in.withPayload(payloads)
                .addMetadata(new IncomingPenstockBatchMetadata(
                        metadata.channel(), () -> List.copyOf(records), metadata.batch()));
    }

    private static Type itemOf(Type list) {
        return list instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : byte[].class;
    }
}

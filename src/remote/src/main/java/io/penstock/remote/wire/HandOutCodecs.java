package io.penstock.remote.wire;

import io.penstock.DeadLetterReason;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is handed out, how it is settled, and what transactions and producers take: values that the API has not. */
public final class HandOutCodecs {

    /** @param id by which the client settles it */
    public record Delivered(
            long id,
            Message message,
            String subscription,
            String consumer,
            int partition,
            long offset,
            int attempt,
            int deliveries,
            boolean redelivered) {}

    /** Deliveries of one consumer. */
    public record Held(long consumer, List<Long> deliveries) {}

    public record Owned(String destination, List<Long> partitions) {}

    public record Release(long consumer, long delivery, Duration delay, boolean countsAsAttempt) {}

    public record Reject(
            long consumer,
            long delivery,
            DeadLetterReason reason,
            @Nullable String description,
            @Nullable Throwable failure,
            Headers headers) {}

    /**
     * A numbered message.
     *
     * @param sequence null for the next one
     * @param waits whether the caller waits, so that it need not be told that there is no room now
     */
    public record Numbered(long producer, @Nullable Long sequence, Message message, boolean waits) {}

    /** @param waits as for {@link Numbered} */
    public record Sent(Message message, boolean waits) {}

    public record OpenProducer(long handle, long epoch, long nextSequence) {}

    /** @param producer null for a message without a number */
    public record TransactionSend(
            long transaction, Message message, @Nullable Long producer, long sequence) {}

    public record TransactionSeek(long transaction, String destination, String subscription, StartPosition position) {}

    public record TransactionSchedule(
            long transaction,
            @Nullable Schedule schedule,
            @Nullable String cancelled) {}

    public static final Codec<Delivered> DELIVERED = Codec.of(
            (delivered, out) -> out.number(1, delivered.id())
                    .message(2, delivered.message(), MessageCodecs.MESSAGE)
                    .text(3, delivered.subscription())
                    .text(4, delivered.consumer())
                    .number(5, delivered.partition())
                    .number(6, delivered.offset())
                    .number(7, delivered.attempt())
                    .number(8, delivered.deliveries())
                    .flag(9, delivered.redelivered()),
            in -> new Delivered(
                    in.number(1),
                    in.message(2, MessageCodecs.MESSAGE),
                    in.text(3),
                    in.text(4),
                    in.integer(5),
                    in.number(6),
                    in.integer(7),
                    in.integer(8),
                    in.flag(9)));

    public static final Codec<List<Delivered>> ALL_DELIVERED = Codec.list(DELIVERED);

    public static final Codec<Held> HELD = Codec.of(
            (held, out) -> {
                out.number(1, held.consumer());
                numbers(out, held.deliveries());
            },
            in -> new Held(in.number(1), numbers(in)));

    public static final Codec<Owned> OWNED = Codec.of(
            (owned, out) -> {
                out.text(1, owned.destination());
                numbers(out, owned.partitions());
            },
            in -> new Owned(in.text(1), numbers(in)));

    public static final Codec<Release> RELEASE = Codec.of(
            (release, out) -> out.number(1, release.consumer())
                    .number(2, release.delivery())
                    .duration(3, release.delay())
                    .flag(4, release.countsAsAttempt()),
            in -> new Release(in.number(1), in.number(2), in.duration(3), in.flag(4)));

    /** Without a reason it has failed; with one it is rejected. */
    public static final Codec<Reject> REJECT = Codec.of(
            (reject, out) -> out.number(1, reject.consumer())
                    .number(2, reject.delivery())
                    .constant(3, reject.reason())
                    .text(4, reject.description())
                    .message(5, reject.failure(), FailureCodecs.THROWN)
                    .message(6, reject.headers(), MessageCodecs.HEADERS),
            in -> new Reject(
                    in.number(1),
                    in.number(2),
                    in.constant(3, DeadLetterReason.class),
                    in.textOrNull(4),
                    in.messageOrNull(5, FailureCodecs.THROWN),
                    in.message(6, MessageCodecs.HEADERS)));

    public static final Codec<Numbered> NUMBERED = Codec.of(
            (numbered, out) -> out.number(1, numbered.producer())
                    .numberOrNull(2, numbered.sequence())
                    .message(3, numbered.message(), MessageCodecs.MESSAGE)
                    .flag(4, numbered.waits()),
            in -> new Numbered(in.number(1), in.numberOrNull(2), in.message(3, MessageCodecs.MESSAGE), in.flag(4)));

    public static final Codec<Sent> SENT = Codec.of(
            (sent, out) -> out.message(1, sent.message(), MessageCodecs.MESSAGE).flag(2, sent.waits()),
            in -> new Sent(in.message(1, MessageCodecs.MESSAGE), in.flag(2)));

    public static final Codec<OpenProducer> PRODUCER = Codec.of(
            (producer, out) ->
                    out.number(1, producer.handle()).number(2, producer.epoch()).number(3, producer.nextSequence()),
            in -> new OpenProducer(in.number(1), in.number(2), in.number(3)));

    public static final Codec<TransactionSend> TRANSACTION_SEND = Codec.of(
            (send, out) -> out.number(1, send.transaction())
                    .message(2, send.message(), MessageCodecs.MESSAGE)
                    .numberOrNull(3, send.producer())
                    .number(4, send.sequence()),
            in -> new TransactionSend(
                    in.number(1), in.message(2, MessageCodecs.MESSAGE), in.numberOrNull(3), in.number(4)));

    public static final Codec<TransactionSeek> TRANSACTION_SEEK = Codec.of(
            (seek, out) -> out.number(1, seek.transaction())
                    .text(2, seek.destination())
                    .text(3, seek.subscription())
                    .message(4, seek.position(), PolicyCodecs.POSITION),
            in -> new TransactionSeek(in.number(1), in.text(2), in.text(3), in.message(4, PolicyCodecs.POSITION)));

    public static final Codec<TransactionSchedule> TRANSACTION_SCHEDULE = Codec.of(
            (change, out) -> out.number(1, change.transaction())
                    .message(2, change.schedule(), ScheduleCodecs.SCHEDULE)
                    .text(3, change.cancelled()),
            in -> new TransactionSchedule(
                    in.number(1), in.messageOrNull(2, ScheduleCodecs.SCHEDULE), in.textOrNull(3)));

    private HandOutCodecs() {}

    private static void numbers(Out out, List<Long> numbers) {
        numbers.forEach(number -> out.numberOrNull(2, number));
    }

    private static List<Long> numbers(In in) {
        return new ArrayList<>(in.numbers(2));
    }
}

package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A frame that consists of plain records, each of which is written or not by itself. */
final class PlainFrame {

    final List<Outgoing> appends;
    private final Runnable acknowledged;

    /** Records that Kafka has not acknowledged yet; one more as long as not all were sent. */
    private final AtomicInteger missing = new AtomicInteger(1);

    private final Map<Outgoing, JournalException> refused = new ConcurrentHashMap<>();
    private volatile @Nullable Exception failure;
    private volatile long journalOffset = -1;

    /** @param acknowledged is told when all of it was */
    PlainFrame(List<Outgoing> appends, Runnable acknowledged) {
        this.appends = appends;
        this.acknowledged = acknowledged;
    }

    /** A record is about to be sent; one of the methods that end it follows. */
    void sending() {
        missing.incrementAndGet();
    }

    /** A record of an append has ended. */
    void ended(Outgoing append, Part.Records part, @Nullable RecordMetadata metadata, @Nullable Exception cause) {
        var refusal = cause == null ? null : refusal(part, cause);
        if (refusal != null) {
            refused.put(append, refusal);
        } else if (cause != null) {
            failure = cause;
        } else if (metadata == null || !metadata.hasOffset()) {
            failure = unknownOffset();
        } else {
            part.base = metadata.offset();
        }
        oneLess();
    }

    /** Kafka says so of a record that it got twice and wrote long ago. */
    private static Exception unknownOffset() {
        return new KafkaException("It does not say at which offset a record was written");
    }

    /** Why a record is refused that the topic does not take; null if it failed for another reason. */
    static @Nullable JournalException refusal(Part.Records part, Throwable cause) {
        var topic = part.place.inKafka().topic();
        if (cause instanceof RecordTooLargeException) {
            return new JournalException.TooLarge("Topic " + topic
                    + " takes no record of that size: raise its max.message.bytes, or send less at once. Kafka says: "
                    + cause.getMessage());
        }
        return cause instanceof InvalidRecordException
                ? new JournalException.NotTaken("Topic " + topic
                        + " does not take the record, or one that was sent with it. Kafka says: " + cause.getMessage())
                : null;
    }

    /** The line of the journal has ended. */
    void lineEnded(@Nullable RecordMetadata metadata, @Nullable Exception cause) {
        if (cause != null) {
            failure = cause;
        } else if (metadata == null || !metadata.hasOffset()) {
            failure = unknownOffset();
        } else {
            journalOffset = metadata.offset();
        }
        oneLess();
    }

    /** All of it was sent. */
    void sent() {
        oneLess();
    }

    private void oneLess() {
        if (missing.decrementAndGet() == 0) {
            acknowledged.run();
        }
    }

    /** Whether all of it was acknowledged, or has failed. */
    boolean isOver() {
        return missing.get() == 0;
    }

    /** Why it is not known what of it is written; null if that is known. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** The offset of its line in the journal; -1 if it has none. */
    long journalOffset() {
        return journalOffset;
    }

    /** The appends that were written. */
    List<Outgoing> written() {
        if (refused.isEmpty()) {
            return appends;
        }
        var written = new ArrayList<>(appends);
        written.removeAll(refused.keySet());
        return written;
    }

    /** The appends that were refused, and why. */
    Map<Outgoing, JournalException> refused() {
        return refused;
    }
}

package io.penstock.broker;

import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;

import java.nio.ByteBuffer;

/**
 * The bytes of the broker's journal entries.
 *
 * <pre>
 * entry                  type:u8 fields              a changed layout gets a type of its own
 *
 *  1 destination declared   kind:u8(0 queue, 1 topic) name:text partitions:n firstPartitionId:n queueSubscription:n
 *  2 subscription declared  id:n destination:text name:text ordering:u8(0 none, 1 key) start:u8(0 earliest, 1 latest)
 *                           retry deadLetter maxDeliveries:n count:n startOffset:n*
 *      retry                maxRetries+1:n delay:d factor:f64 maxDelay:d jitter:d maxDuration:d
 *                           retryOn:texts abortOn:texts
 *      deadLetter           u8(0 default queue, 1 discard, 2 named) [queue:text]
 *  3 subscription removed   id:n
 *  4 settled                subscription:n count:n { partition:n count:n { gap:n length:n }* }*
 *                           gap is counted from the end of the range before, at first from 0
 *  5 tried                  subscription:n partition:n offset:n failed:n deliveries:n firstDeliveredAt:n dueAt:n
 *  6 shut down
 *  7 started
 *
 * n      varint: seven bits a byte, lowest first, high bit set on all but the last; never negative
 * text   length:n utf-8          texts  count:n text*          d  seconds:n nanos:n          f64  IEEE 754, big-endian
 * times are milliseconds since the epoch; partitions are indexes within the destination
 * </pre>
 */
final class EntryCodec {

    private static final int DESTINATION_DECLARED = 1;
    private static final int SUBSCRIPTION_DECLARED = 2;
    private static final int SUBSCRIPTION_REMOVED = 3;
    private static final int SETTLED = 4;
    private static final int TRIED = 5;
    private static final int SHUT_DOWN = 6;
    private static final int STARTED = 7;

    private EntryCodec() {}

    static byte[] encode(Entry entry) {
        var out = new EntryWriter();
        if (entry instanceof Entry.Settled settled) {
            write(out, settled);
        } else if (entry instanceof Entry.Tried tried) {
            write(out, tried);
        } else if (entry instanceof Entry.DestinationDeclared declared) {
            write(out, declared);
        } else if (entry instanceof Entry.SubscriptionDeclared declared) {
            write(out, declared);
        } else if (entry instanceof Entry.SubscriptionRemoved removed) {
            out.octet(SUBSCRIPTION_REMOVED);
            out.number(removed.id());
        } else {
            out.octet(entry instanceof Entry.ShutDown ? SHUT_DOWN : STARTED);
        }
        return out.toBytes();
    }

    /** @throws UnreadableEntryException if the type is unknown or the bytes are none of its */
    static Entry decode(ByteBuffer bytes) {
        var in = new EntryReader(bytes);
        int type = in.octet();
        try {
            Entry entry = switch (type) {
                case DESTINATION_DECLARED -> destinationDeclared(in);
                case SUBSCRIPTION_DECLARED -> subscriptionDeclared(in);
                case SUBSCRIPTION_REMOVED -> new Entry.SubscriptionRemoved(in.smallNumber());
                case SETTLED -> settled(in);
                case TRIED -> tried(in);
                case SHUT_DOWN -> new Entry.ShutDown();
                case STARTED -> new Entry.Started();
                default -> throw new UnreadableEntryException("an entry is of the unknown type " + type);
            };
            in.end();
            return entry;
        } catch (PenstockException.InvalidConfiguration e) {
            throw new UnreadableEntryException("an entry of type " + type + " cannot be: " + e.getMessage());
        }
    }

    private static void write(EntryWriter out, Entry.DestinationDeclared entry) {
        out.octet(DESTINATION_DECLARED);
        out.octet(entry.destination().isQueue() ? 0 : 1);
        out.text(entry.destination().name());
        out.number(entry.destination().partitions());
        out.number(entry.firstPartitionId());
        out.number(entry.queueSubscription());
    }

    private static Entry destinationDeclared(EntryReader in) {
        var kind = in.octet() == 0 ? DestinationKind.QUEUE : DestinationKind.TOPIC;
        var destination = new Destination(in.text(), kind, in.smallNumber());
        return new Entry.DestinationDeclared(destination, in.smallNumber(), in.smallNumber());
    }

    private static void write(EntryWriter out, Entry.SubscriptionDeclared entry) {
        var subscription = entry.subscription();
        out.octet(SUBSCRIPTION_DECLARED);
        out.number(entry.id());
        out.text(subscription.destination());
        out.text(subscription.name());
        out.octet(subscription.ordering() == Ordering.NONE ? 0 : 1);
        out.octet(subscription.start() == StartPosition.EARLIEST ? 0 : 1);
        write(out, subscription.retry());
        write(out, subscription.deadLetter());
        out.number(subscription.maxDeliveries());
        out.number(entry.startOffsets().length);
        for (long offset : entry.startOffsets()) {
            out.number(offset);
        }
    }

    private static Entry subscriptionDeclared(EntryReader in) {
        int id = in.smallNumber();
        var subscription = new Subscription(
                in.text(),
                in.text(),
                true,
                in.octet() == 0 ? Ordering.NONE : Ordering.KEY,
                in.octet() == 0 ? StartPosition.EARLIEST : StartPosition.LATEST,
                retry(in),
                deadLetter(in),
                in.smallNumber());
        var offsets = new long[in.count(1)];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = in.number();
        }
        return new Entry.SubscriptionDeclared(id, subscription, offsets);
    }

    private static void write(EntryWriter out, RetryPolicy policy) {
        out.number(policy.maxRetries() + 1L);
        out.duration(policy.delay());
        long factor = Double.doubleToLongBits(policy.factor());
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.octet((int) (factor >>> shift));
        }
        out.duration(policy.maxDelay());
        out.duration(policy.jitter());
        out.duration(policy.maxDuration());
        out.texts(policy.retryOn());
        out.texts(policy.abortOn());
    }

    private static RetryPolicy retry(EntryReader in) {
        int maxRetries = (int) (in.number() - 1);
        var delay = in.duration();
        long factor = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            factor = factor << 8 | in.octet();
        }
        return new RetryPolicy(
                maxRetries,
                delay,
                Double.longBitsToDouble(factor),
                in.duration(),
                in.duration(),
                in.duration(),
                in.texts(),
                in.texts());
    }

    private static void write(EntryWriter out, DeadLetterPolicy policy) {
        if (policy.destination() != null) {
            out.octet(2);
            out.text(policy.destination());
        } else {
            out.octet(policy.discard() ? 1 : 0);
        }
    }

    private static DeadLetterPolicy deadLetter(EntryReader in) {
        return switch (in.octet()) {
            case 0 -> DeadLetterPolicy.DEFAULT;
            case 1 -> DeadLetterPolicy.DISCARD;
            default -> DeadLetterPolicy.to(in.text());
        };
    }

    private static void write(EntryWriter out, Entry.Settled entry) {
        out.octet(SETTLED);
        out.number(entry.subscription());
        out.number(entry.partitions().length);
        for (var ranges : entry.partitions()) {
            out.number(ranges.partition());
            out.number(ranges.bounds().length / 2);
            long end = 0;
            for (int i = 0; i < ranges.bounds().length; i += 2) {
                out.number(ranges.bounds()[i] - end);
                end = ranges.bounds()[i + 1];
                out.number(end - ranges.bounds()[i]);
            }
        }
    }

    private static Entry settled(EntryReader in) {
        int subscription = in.smallNumber();
        var partitions = new Entry.Settled.Ranges[in.count(2)];
        for (int p = 0; p < partitions.length; p++) {
            int partition = in.smallNumber();
            var bounds = new long[2 * in.count(2)];
            long end = 0;
            for (int i = 0; i < bounds.length; i += 2) {
                bounds[i] = end + in.number();
                end = bounds[i] + in.number();
                bounds[i + 1] = end;
            }
            partitions[p] = new Entry.Settled.Ranges(partition, bounds);
        }
        return new Entry.Settled(subscription, partitions);
    }

    private static void write(EntryWriter out, Entry.Tried entry) {
        out.octet(TRIED);
        out.number(entry.subscription());
        out.number(entry.partition());
        out.number(entry.offset());
        out.number(entry.attempts().failed());
        out.number(entry.attempts().deliveries());
        out.number(entry.attempts().firstDeliveredAtMillis());
        out.number(entry.attempts().dueAtMillis());
    }

    private static Entry tried(EntryReader in) {
        return new Entry.Tried(
                in.smallNumber(),
                in.smallNumber(),
                in.number(),
                new Attempts(in.smallNumber(), in.smallNumber(), in.number(), in.number()));
    }
}

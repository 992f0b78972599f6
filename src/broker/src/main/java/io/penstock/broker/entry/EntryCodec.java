package io.penstock.broker.entry;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
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
 *  8 destination declared, with policies: the fields of 1, then tags
 *      1 retention         cleanup:u8(0 settled, 1 delete, 2 compact) maxAge:d(zero for ever) maxBytes:n tombstoneAge:d
 *      2 compression        u8(0 none, 3 LZ4, 4 Zstandard)
 *     10 deduplication      d
 *     14 limits             maxMessages:n maxBytes:n maxMessageBytes:n overflow:u8(0 reject, 1 block, 2 discard oldest)
 *     15 time to live       d
 *     20 priorities         u8(1 to 10)        each partition has that many ids, which follow each other
 *      again with the same firstPartitionId: its policies from there on
 *  9 subscription declared, with policies: the fields of 2, then tags
 *      1 lagging            u8(0 protect, 1 skip)
 *     20 filter             text
 *     21 exclusive          (nothing)
 *     22 start              u8(2 offset, 3 time) n                     instead of the one in the fields of 2
 *     23 ordering           u8(2 group, 3 partition)                   instead of the one in the fields of 2
 *     70 dead-letter routes count:n { exception:text queue:text }*
 *     71 dead-letter alert  moreThan:n window:d
 * 10 ids used               nextPartitionId:n nextSubscriptionId:n       in snapshots only
 * 20 sought                 subscription:n count:n offset:n*           by partition
 * 21 paused                 subscription:n paused:u8
 * 30 to 38                 see {@link GuaranteeCodec}
 * 39 locked                the fields of 4
 * 40 unlocked              the fields of 4
 * 41 to 46 routing          see {@link RoutingCodec}
 * 47 and 48                 see {@link GuaranteeCodec}
 * 50 destination expires    firstPartitionId:n                        some of its messages may expire by their own wish
 * 55 volatile sent         firstPartitionId:n incarnation:n       it has messages that do not outlive that one
 * 56 lapsed settled        subscription:n incarnation:n           of earlier ones it has none left
 * 57 to 59 growth          see {@link GrowthEntry}
 * 60 offsets lost           count:n { partitionId:n count:n { gap:n length:n }* }*   as in 4; in snapshots only
 * 70 to 73 schedules        see {@link ScheduleCodec}
 * 74 to 78 done by hand     see {@link OperationCodec}
 *
 * tags   count:n { tag:n length:n bytes }*      what is left out is not said; an unknown one cannot be ignored
 * n      varint: seven bits a byte, lowest first, high bit set on all but the last; never negative
 * text   length:n utf-8          texts  count:n text*          d  seconds:n nanos:n          f64  IEEE 754, big-endian
 * times are milliseconds since the epoch; partitions are indexes within the destination
 * </pre>
 */
public final class EntryCodec {

    private static final int DESTINATION_DECLARED = 1;
    private static final int SUBSCRIPTION_DECLARED = 2;
    private static final int SUBSCRIPTION_REMOVED = 3;
    private static final int SETTLED = 4;
    private static final int TRIED = 5;
    private static final int SHUT_DOWN = 6;
    private static final int STARTED = 7;
    private static final int DESTINATION_WITH_POLICIES = 8;
    private static final int SUBSCRIPTION_WITH_POLICIES = 9;
    private static final int IDS_USED = 10;
    private static final int SOUGHT = 20;
    private static final int PAUSED = 21;
    private static final int DESTINATION_EXPIRES = 50;
    private static final int LOCKED = 39;
    private static final int UNLOCKED = 40;
    private static final int VOLATILE_SENT = 55;
    private static final int LAPSED_SETTLED = 56;
    private static final int OFFSETS_LOST = 60;

    private EntryCodec() {}

    public static byte[] encode(Entry entry) {
        var out = new EntryWriter();
        write(out, entry);
        return out.toBytes();
    }

    public static void write(EntryWriter out, Entry entry) {
        if (entry instanceof Entry.Settled settled) {
            out.octet(SETTLED);
            write(out, settled.subscription(), settled.partitions());
        } else if (entry instanceof Entry.Tried tried) {
            write(out, tried);
        } else if (entry instanceof GuaranteeEntry guarantee) {
            GuaranteeCodec.write(out, guarantee);
        } else if (entry instanceof RoutingEntry routing) {
            RoutingCodec.write(out, routing);
        } else if (entry instanceof Entry.Locked locked) {
            out.octet(locked.locked() ? LOCKED : UNLOCKED);
            write(out, locked.subscription(), locked.partitions());
        } else if (entry instanceof Entry.DestinationDeclared declared) {
            write(out, declared);
        } else if (entry instanceof Entry.SubscriptionDeclared declared) {
            write(out, declared);
        } else if (entry instanceof Entry.SubscriptionRemoved removed) {
            out.octet(SUBSCRIPTION_REMOVED);
            out.number(removed.id());
        } else if (entry instanceof Entry.Sought sought) {
            out.octet(SOUGHT);
            out.number(sought.subscription());
            out.offsets(sought.offsets());
        } else if (entry instanceof Entry.Paused paused) {
            out.octet(PAUSED);
            out.number(paused.subscription());
            out.octet(paused.paused() ? 1 : 0);
        } else if (entry instanceof Entry.DestinationExpires expires) {
            out.octet(DESTINATION_EXPIRES);
            out.number(expires.firstPartitionId());
        } else if (entry instanceof Entry.Scheduling scheduling) {
            ScheduleCodec.write(out, scheduling);
        } else if (entry instanceof Entry.Operating operating) {
            OperationCodec.write(out, operating);
        } else if (entry instanceof GrowthEntry growth) {
            GrowthEntry.write(out, growth);
        } else if (entry instanceof Entry.VolatileSent sent) {
            numbers(out, VOLATILE_SENT, sent.firstPartitionId(), sent.incarnation());
        } else if (entry instanceof Entry.LapsedSettled settled) {
            numbers(out, LAPSED_SETTLED, settled.subscription(), settled.incarnation());
        } else if (entry instanceof Entry.IdsUsed ids) {
            numbers(out, IDS_USED, ids.nextPartitionId(), ids.nextSubscriptionId());
        } else if (entry instanceof Entry.OffsetsLost lost) {
            out.octet(OFFSETS_LOST);
            write(out, lost.partitions());
        } else {
            out.octet(entry instanceof Entry.ShutDown ? SHUT_DOWN : STARTED);
        }
    }

    private static void numbers(EntryWriter out, int type, int first, int second) {
        out.octet(type);
        out.number(first);
        out.number(second);
    }

    /** @throws UnreadableEntryException if the type is unknown or the bytes are none of its */
    public static Entry decode(ByteBuffer bytes) {
        return decode(new EntryReader(bytes));
    }

    /** Decodes an entry as {@link #decode(ByteBuffer)} does, from all that the reader has. */
    public static Entry decode(EntryReader in) {
        int type = in.octet();
        try {
            Entry entry = switch (type) {
                case DESTINATION_DECLARED -> destinationDeclared(in, false);
                case DESTINATION_WITH_POLICIES -> destinationDeclared(in, true);
                case SUBSCRIPTION_DECLARED -> subscriptionDeclared(in, false);
                case SUBSCRIPTION_WITH_POLICIES -> subscriptionDeclared(in, true);
                case SUBSCRIPTION_REMOVED -> new Entry.SubscriptionRemoved(in.smallNumber());
                case SETTLED -> new Entry.Settled(in.smallNumber(), ranges(in));
                case TRIED -> tried(in);
                case SHUT_DOWN -> new Entry.ShutDown();
                case STARTED -> new Entry.Started();
                case OFFSETS_LOST -> new Entry.OffsetsLost(ranges(in));
                case IDS_USED -> new Entry.IdsUsed(in.smallNumber(), in.smallNumber());
                case SOUGHT -> new Entry.Sought(in.smallNumber(), in.offsets());
                case PAUSED -> new Entry.Paused(in.smallNumber(), in.octet() != 0);
                case ScheduleCodec.DECLARED, ScheduleCodec.FIRED, ScheduleCodec.PAUSED, ScheduleCodec.CANCELLED ->
                    ScheduleCodec.read(type, in);
                case OperationCodec.NOTED,
                        OperationCodec.DELAYED,
                        OperationCodec.COUNTED,
                        OperationCodec.ENDED,
                        OperationCodec.DELETED -> OperationCodec.read(type, in);
                case DESTINATION_EXPIRES -> new Entry.DestinationExpires(in.smallNumber());
                case LOCKED -> new Entry.Locked(in.smallNumber(), true, ranges(in));
                case UNLOCKED -> new Entry.Locked(in.smallNumber(), false, ranges(in));
                case GrowthEntry.GROWING, GrowthEntry.ROUTED, GrowthEntry.GROWN -> GrowthEntry.read(type, in);
                case VOLATILE_SENT -> new Entry.VolatileSent(in.smallNumber(), in.smallNumber());
                case LAPSED_SETTLED -> new Entry.LapsedSettled(in.smallNumber(), in.smallNumber());
                case RoutingCodec.EXCHANGE_DECLARED,
                        RoutingCodec.EXCHANGE_DELETED,
                        RoutingCodec.BOUND,
                        RoutingCodec.UNBOUND,
                        RoutingCodec.RULE_DECLARED,
                        RoutingCodec.RULE_REMOVED -> RoutingCodec.read(type, in);
                default -> GuaranteeCodec.read(type, in);
            };
            in.end();
            return entry;
        } catch (PenstockException.InvalidConfiguration e) {
            throw new UnreadableEntryException("an entry of type " + type + " cannot be: " + e.getMessage());
        }
    }

    private static void write(EntryWriter out, Entry.DestinationDeclared entry) {
        var destination = entry.destination();
        boolean plain = PolicyCodec.isPlain(destination);
        out.octet(plain ? DESTINATION_DECLARED : DESTINATION_WITH_POLICIES);
        out.octet(destination.isQueue() ? 0 : 1);
        out.text(destination.name());
        out.number(destination.partitions());
        out.number(entry.firstPartitionId());
        out.number(entry.queueSubscription());
        if (!plain) {
            PolicyCodec.writeTags(out, destination);
        }
    }

    private static Entry destinationDeclared(EntryReader in, boolean hasPolicies) {
        var kind = in.octet() == 0 ? DestinationKind.QUEUE : DestinationKind.TOPIC;
        var destination = Destination.builder(in.text(), kind)
                .partitions(in.smallNumber())
                .build();
        int firstPartitionId = in.smallNumber();
        int queueSubscription = in.smallNumber();
        return new Entry.DestinationDeclared(
                hasPolicies ? PolicyCodec.readTags(in, destination) : destination, firstPartitionId, queueSubscription);
    }

    private static void write(EntryWriter out, Entry.SubscriptionDeclared entry) {
        var subscription = entry.subscription();
        boolean plain = PolicyCodec.isPlain(subscription);
        out.octet(plain ? SUBSCRIPTION_DECLARED : SUBSCRIPTION_WITH_POLICIES);
        out.number(entry.id());
        out.text(subscription.destination());
        out.text(subscription.name());
        out.octet(subscription.ordering() == Ordering.NONE ? 0 : 1);
        out.octet(subscription.start() == StartPosition.EARLIEST ? 0 : 1);
        PolicyCodec.write(out, subscription.retry());
        PolicyCodec.write(out, subscription.deadLetter());
        out.number(subscription.maxDeliveries());
        out.offsets(entry.startOffsets());
        if (!plain) {
            PolicyCodec.writeTags(out, subscription);
        }
    }

    private static Entry subscriptionDeclared(EntryReader in, boolean hasPolicies) {
        int id = in.smallNumber();
        var subscription = Subscription.ofTopic(in.text(), in.text())
                .ordering(in.octet() == 0 ? Ordering.NONE : Ordering.KEY)
                .start(in.octet() == 0 ? StartPosition.EARLIEST : StartPosition.LATEST)
                .retry(PolicyCodec.retry(in));
        var deadLetter = PolicyCodec.deadLetter(in);
        subscription.deadLetter(deadLetter).maxDeliveries(in.smallNumber());
        var offsets = in.offsets();
        if (hasPolicies) {
            PolicyCodec.readTags(in, subscription, deadLetter);
        }
        return new Entry.SubscriptionDeclared(id, subscription.build(), offsets);
    }

    private static void write(EntryWriter out, int subscription, Entry.Settled.Ranges[] partitions) {
        out.number(subscription);
        write(out, partitions);
    }

    private static void write(EntryWriter out, Entry.Settled.Ranges[] partitions) {
        out.number(partitions.length);
        for (var ranges : partitions) {
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

    private static Entry.Settled.Ranges[] ranges(EntryReader in) {
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
        return partitions;
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

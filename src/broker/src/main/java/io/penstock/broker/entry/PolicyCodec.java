package io.penstock.broker.entry;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.Lagging;
import io.penstock.Limits;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.Retention;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Encodes and decodes policies within entries, as {@link EntryCodec} describes them. */
final class PolicyCodec {

    private static final int RETENTION = 1;
    private static final int COMPRESSION = 2;
    private static final int DEDUPLICATION = 10;
    private static final int LIMITS = 14;
    private static final int TIME_TO_LIVE = 15;
    private static final int PRIORITIES = 20;
    private static final int LAGGING = 1;
    private static final int FILTER = 20;
    private static final int EXCLUSIVE = 21;
    private static final int START = 22;
    private static final int ORDERING = 23;
    private static final int ROUTES = 70;
    private static final int ALERT = 71;

    private PolicyCodec() {}

    static void write(EntryWriter out, RetryPolicy policy) {
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

    static RetryPolicy retry(EntryReader in) {
        int maxRetries = (int) (in.number() - 1);
        var delay = in.duration();
        long factor = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            factor = factor << 8 | in.octet();
        }
        return RetryPolicy.builder()
                .maxRetries(maxRetries)
                .delay(delay)
                .factor(Double.longBitsToDouble(factor))
                .maxDelay(in.duration())
                .jitter(in.duration())
                .maxDuration(in.duration())
                .retryOn(in.texts())
                .abortOn(in.texts())
                .build();
    }

    /** Reads a duration and limits it: longer ones were possible once, and must not keep a log from being opened. */
    static Duration bounded(EntryReader in, Duration longest) {
        var duration = in.duration();
        return duration.compareTo(longest) > 0 ? longest : duration;
    }

    static void write(EntryWriter out, DeadLetterPolicy policy) {
        if (policy.destination() != null) {
            out.octet(2);
            out.text(policy.destination());
        } else {
            out.octet(policy.discard() ? 1 : 0);
        }
    }

    static DeadLetterPolicy deadLetter(EntryReader in) {
        return switch (in.octet()) {
            case 0 -> DeadLetterPolicy.DEFAULT;
            case 1 -> DeadLetterPolicy.DISCARD;
            default -> DeadLetterPolicy.to(in.text()).build();
        };
    }

    /** Writes the policies that are set, each behind its tag. */
    static void writeTags(EntryWriter out, Destination destination) {
        var tags = destinationTags(destination);
        out.number(tags.size());
        tags.forEach(out::tag);
    }

    /** Whether nothing is to be said of it in tags. */
    static boolean isPlain(Destination destination) {
        return destinationTags(destination).isEmpty();
    }

    private static Map<Integer, EntryWriter> destinationTags(Destination destination) {
        var tags = new TreeMap<Integer, EntryWriter>();
        if (destination.retention() != null) {
            write(tag(tags, RETENTION), destination.retention());
        }
        if (destination.compression() != null) {
            tag(tags, COMPRESSION).octet(code(destination.compression()));
        }
        if (destination.deduplication() != null) {
            tag(tags, DEDUPLICATION).duration(destination.deduplication());
        }
        if (destination.limits() != null) {
            write(tag(tags, LIMITS), destination.limits());
        }
        if (destination.timeToLive() != null) {
            tag(tags, TIME_TO_LIVE).duration(destination.timeToLive());
        }
        if (destination.priorities() != null) {
            tag(tags, PRIORITIES).octet(destination.priorities());
        }
        return tags;
    }

    static Destination readTags(EntryReader in, Destination plain) {
        var destination = plain;
        for (int left = in.count(2); left > 0; left--) {
            int tag = in.smallNumber();
            var content = in.nested();
            destination = switch (tag) {
                case RETENTION ->
                    destination.copy().retention(retention(content)).build();
                case COMPRESSION ->
                    destination.copy().compression(compression(content)).build();
                case DEDUPLICATION ->
                    destination
                            .copy()
                            .deduplication(bounded(content, Destination.MAX_DEDUPLICATION))
                            .build();
                case LIMITS -> destination.copy().limits(limits(content)).build();
                case TIME_TO_LIVE ->
                    destination
                            .copy()
                            .timeToLive(bounded(content, Destination.MAX_TIME_TO_LIVE))
                            .build();
                case PRIORITIES ->
                    destination.copy().priorities(content.octet()).build();
                default -> throw unknown("destination", tag);
            };
            content.end();
        }
        return destination;
    }

    /** Whether nothing is to be said of it in tags. */
    static boolean isPlain(Subscription subscription) {
        return subscriptionTags(subscription).isEmpty();
    }

    static void writeTags(EntryWriter out, Subscription subscription) {
        var tags = subscriptionTags(subscription);
        out.number(tags.size());
        tags.forEach(out::tag);
    }

    private static Map<Integer, EntryWriter> subscriptionTags(Subscription subscription) {
        var tags = new TreeMap<Integer, EntryWriter>();
        if (subscription.lagging() == Lagging.SKIP) {
            tag(tags, LAGGING).octet(1);
        }
        if (subscription.filter() != null) {
            tag(tags, FILTER).text(subscription.filter());
        }
        if (subscription.exclusive()) {
            tag(tags, EXCLUSIVE);
        }
        var start = subscription.start();
        if (start.kind() == StartPosition.Kind.OFFSET || start.kind() == StartPosition.Kind.TIME) {
            boolean offset = start.kind() == StartPosition.Kind.OFFSET;
            var content = tag(tags, START);
            content.octet(offset ? 2 : 3);
            content.number(offset ? start.offset() : start.time().toEpochMilli());
        }
        if (subscription.ordering() == Ordering.GROUP || subscription.ordering() == Ordering.PARTITION) {
            tag(tags, ORDERING).octet(subscription.ordering() == Ordering.GROUP ? 2 : 3);
        }
        writeDeadLetters(tags, subscription.deadLetter());
        return tags;
    }

    private static void writeDeadLetters(Map<Integer, EntryWriter> tags, DeadLetterPolicy policy) {
        if (!policy.routes().isEmpty()) {
            var written = tag(tags, ROUTES);
            written.number(policy.routes().size());
            policy.routes().forEach((exception, queue) -> {
                written.text(exception);
                written.text(queue);
            });
        }
        if (policy.alert() != null) {
            var written = tag(tags, ALERT);
            written.number(policy.alert().moreThan());
            written.duration(policy.alert().window());
        }
    }

    private static EntryWriter tag(Map<Integer, EntryWriter> tags, int tag) {
        var content = new EntryWriter();
        tags.put(tag, content);
        return content;
    }

    /** @param plain what is known so far of where dead letters go */
    static void readTags(EntryReader in, Subscription.Builder subscription, DeadLetterPolicy plain) {
        var deadLetter = plain;
        for (int left = in.count(2); left > 0; left--) {
            int tag = in.smallNumber();
            var content = in.nested();
            switch (tag) {
                case LAGGING -> subscription.lagging(lagging(content));
                case FILTER -> subscription.filter(content.text());
                case EXCLUSIVE -> subscription.exclusive(true);
                case START -> subscription.start(start(content));
                case ORDERING -> subscription.ordering(ordering(content));
                case ROUTES ->
                    deadLetter = deadLetter.copy().routes(routes(content)).build();
                case ALERT ->
                    deadLetter = deadLetter
                            .copy()
                            .alert(DeadLetterAlert.of(content.smallNumber(), content.duration())
                                    .build())
                            .build();
                default -> throw unknown("subscription", tag);
            }
            content.end();
        }
        subscription.deadLetter(deadLetter);
    }

    private static Lagging lagging(EntryReader in) {
        return switch (in.octet()) {
            case 0 -> Lagging.PROTECT;
            case 1 -> Lagging.SKIP;
            default -> throw new UnreadableEntryException("an entry has an unknown policy for lagging");
        };
    }

    private static StartPosition start(EntryReader in) {
        return switch (in.octet()) {
            case 2 -> StartPosition.atOffset(in.number());
            case 3 ->
                StartPosition.atTime(
                        Instant.ofEpochMilli(Math.min(in.number(), StartPosition.MAX_TIME.toEpochMilli())));
            default -> throw new UnreadableEntryException("an entry has an unknown start position");
        };
    }

    private static Ordering ordering(EntryReader in) {
        return switch (in.octet()) {
            case 2 -> Ordering.GROUP;
            case 3 -> Ordering.PARTITION;
            default -> throw new UnreadableEntryException("an entry has an unknown ordering");
        };
    }

    private static Map<String, String> routes(EntryReader in) {
        var routes = new HashMap<String, String>();
        for (int left = in.count(2); left > 0; left--) {
            routes.put(in.text(), in.text());
        }
        return routes;
    }

    /** The failure of an unknown tag: its meaning cannot be guessed, and to ignore it could cost messages. */
    private static UnreadableEntryException unknown(String of, int tag) {
        return new UnreadableEntryException("a " + of + " entry has the unknown field " + tag);
    }

    private static void write(EntryWriter out, Retention retention) {
        out.octet(
                switch (retention.cleanup()) {
                    case SETTLED -> 0;
                    case DELETE -> 1;
                    case COMPACT -> 2;
                });
        out.duration(retention.maxAge() == null ? Duration.ZERO : retention.maxAge());
        out.number(retention.maxBytes());
        out.duration(retention.tombstoneAge());
    }

    private static Retention retention(EntryReader in) {
        var cleanup = switch (in.octet()) {
            case 0 -> Cleanup.SETTLED;
            case 1 -> Cleanup.DELETE;
            case 2 -> Cleanup.COMPACT;
            default -> throw new UnreadableEntryException("an entry has an unknown cleanup");
        };
        var maxAge = bounded(in, Retention.MAX_AGE);
        return Retention.builder()
                .cleanup(cleanup)
                .maxAge(maxAge.isZero() ? null : maxAge)
                .maxBytes(in.number())
                .tombstoneAge(bounded(in, Retention.MAX_AGE))
                .build();
    }

    private static void write(EntryWriter out, Limits limits) {
        out.number(limits.maxMessages());
        out.number(limits.maxBytes());
        out.number(limits.maxMessageBytes());
        out.octet(
                switch (limits.overflow()) {
                    case REJECT -> 0;
                    case BLOCK -> 1;
                    case DISCARD_OLDEST -> 2;
                });
    }

    private static Limits limits(EntryReader in) {
        long maxMessages = in.number();
        long maxBytes = in.number();
        int maxMessageBytes = in.smallNumber();
        var overflow = switch (in.octet()) {
            case 0 -> Overflow.REJECT;
            case 1 -> Overflow.BLOCK;
            case 2 -> Overflow.DISCARD_OLDEST;
            default -> throw new UnreadableEntryException("an entry has an unknown overflow policy");
        };
        return Limits.builder()
                .maxMessages(maxMessages)
                .maxBytes(maxBytes)
                .maxMessageBytes(maxMessageBytes)
                .overflow(overflow)
                .build();
    }

    private static int code(Compression compression) {
        return switch (compression) {
            case NONE -> 0;
            case LZ4 -> 3;
            case ZSTD -> 4;
        };
    }

    private static Compression compression(EntryReader in) {
        return switch (in.octet()) {
            case 0 -> Compression.NONE;
            case 3 -> Compression.LZ4;
            case 4 -> Compression.ZSTD;
            default -> throw new UnreadableEntryException("an entry has an unknown compression");
        };
    }
}

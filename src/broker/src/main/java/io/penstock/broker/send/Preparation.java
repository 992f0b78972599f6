package io.penstock.broker.send;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RouteStep;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.record.Lifetime;
import io.penstock.broker.record.MessageCodec;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.routing.LocalExchange;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.spi.EngineMessage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Makes a message ready to be written, in the sender's thread: it is checked, completed with the defaults of its
 * destination, routed, and serialised once. It is safe for any thread.
 */
public final class Preparation {

    private final Log log;
    private final Catalog catalog;
    private final MessageRules rules;
    private final Durability durability;
    private final InstantSource clock;
    private final Router router;
    private final AtomicLong generatedIds = new AtomicLong();

    /** @param durability of messages that do not ask for another */
    public Preparation(Log log, Catalog catalog, MessageRules rules, Durability durability, InstantSource clock) {
        this.log = log;
        this.catalog = catalog;
        this.rules = rules;
        this.durability = durability;
        this.clock = clock;
        router = new Router(catalog);
    }

    /** @throws PenstockException if the message breaks a rule, or its destination does not exist */
    public PreparedMessage prepare(Message wished) {
        var destination = catalog.find(wished.destination());
        var now = Instant.ofEpochMilli(clock.millis());
        if (destination == null) {
            return prepareRouted(wished, now);
        }
        var message = completed(destination, wished);
        destination.requireFits(rules.check(message, now));
        var wanted = durability(message, destination);
        if (wanted == Durability.MEMORY) {
            return prepareVolatile(withoutExchange(message), destination, now.toEpochMilli());
        }
        return prepare(withoutExchange(message), destination, wanted, now);
    }

    private PreparedMessage prepare(Message message, LocalDestination destination, Durability wanted, Instant now) {
        var record = MessageCodec.encode(message, null, now.toEpochMilli());
        return new PreparedMessage(
                route(destination, message), record, message.id(), wanted, unique(message, destination));
    }

    /** A copy that names no exchange: only a message that goes through an exchange now has come by one. */
    static Message withoutExchange(Message message) {
        return message.exchange().isEmpty()
                ? message
                : EngineMessage.copyOf(message).exchange(null).build();
    }

    private PreparedMessage prepareRouted(Message message, Instant now) {
        var exchange = requireExchange(message);
        long bytes = rules.check(message, now);
        var wanted = message.durability().orElse(durability);
        boolean isVolatile = wanted == Durability.MEMORY;
        var sent = isVolatile ? named(message) : message;
        var lifetime = new Lifetime(log.incarnation(), 0);
        var copies = copies(
                exchange,
                sent,
                each -> isVolatile
                        ? MessageCodec.encodeVolatile(each, lifetime, now.toEpochMilli())
                        : MessageCodec.encode(each, null, now.toEpochMilli()));
        copies.forEach(copy -> copy.to().destination().requireFits(bytes));
        if (isVolatile) {
            copies.forEach(copy -> copy.to().destination().aboutToSendVolatile(log));
        }
        return PreparedMessage.ofCopies(
                exchange.name(),
                copies.stream()
                        .map(copy -> new PreparedMessage(
                                copy.to(),
                                copy.record(),
                                sent.id(),
                                wanted,
                                unique(sent, copy.to().destination()),
                                exchange.name(),
                                List.of()))
                        .toList(),
                sent.id(),
                wanted);
    }

    /** Where a message to an exchange would go now, step by step; nothing is written. */
    public List<RouteStep> steps(Message message) {
        var exchange = requireExchange(message);
        var sent = EngineMessage.copyOf(message).exchange(exchange.name()).build();
        return router.steps(exchange, sent, () -> MessageCodec.encode(sent, null, clock.millis()));
    }

    private LocalExchange requireExchange(Message message) {
        var exchange = catalog.routing().exchange(message.destination());
        if (exchange == null) {
            throw new PenstockException.UnknownDestination(message.destination());
        }
        return exchange;
    }

    /** A message in one of the destinations that it goes to. */
    public record Copy(PartitionLog to, EncodedRecord record) {}

    /**
     * The copies for all destinations of an exchange. A message is serialised once for all that say the same about its
     * time to live.
     */
    private List<Copy> copies(LocalExchange exchange, Message message, Function<Message, EncodedRecord> encoding) {
        var sent = EngineMessage.copyOf(message).exchange(exchange.name()).build();
        var records = new HashMap<Optional<Duration>, EncodedRecord>();
        Function<Message, EncodedRecord> encoded =
                each -> records.computeIfAbsent(each.timeToLive(), age -> encoding.apply(each));
        return router.targets(exchange, sent, () -> encoded.apply(sent)).stream()
                .map(target -> new Copy(route(target, sent), encoded.apply(completed(target, sent))))
                .toList();
    }

    /** The copies of a message that a schedule sends; nothing is checked of it. */
    public List<Copy> copies(Message message, long nowMillis) {
        Function<Message, EncodedRecord> encoding = each -> MessageCodec.encode(each, null, nowMillis);
        var destination = catalog.find(message.destination());
        if (destination == null) {
            return copies(requireExchange(message), message, encoding);
        }
        var completed = completed(destination, withoutExchange(message));
        return List.of(new Copy(route(destination, completed), encoding.apply(completed)));
    }

    /** The message with what its destination says of it; before the first that expires, that is written down. */
    public Message completed(LocalDestination destination, Message wished) {
        var message = destination.completed(wished);
        boolean expires =
                message.expiresAt().isPresent() || message.timeToLive().isPresent();
        if (expires) {
            destination.aboutToExpire(log);
        }
        return message;
    }

    private Durability durability(Message message, LocalDestination destination) {
        return destination.isTemporary()
                ? Durability.MEMORY
                : message.durability().orElse(durability);
    }

    private Message named(Message message) {
        return message.id() != null
                ? message
                : EngineMessage.copyOf(message)
                        .generatedId(Long.toHexString(log.storeId()) + "-m" + log.incarnation() + "-"
                                + generatedIds.getAndIncrement())
                        .build();
    }

    /** Prepares a message whose sender does not wait for its place, so that no id can be made of the place. */
    private PreparedMessage prepareVolatile(Message message, LocalDestination destination, long nowMillis) {
        var named = named(message);
        destination.aboutToSendVolatile(log);
        var lifetime = new Lifetime(log.incarnation(), destination.generation());
        var record = MessageCodec.encodeVolatile(named, lifetime, nowMillis);
        return new PreparedMessage(
                route(destination, message), record, named.id(), Durability.MEMORY, unique(named, destination));
    }

    private static IdHash unique(Message message, LocalDestination destination) {
        return isLookedAt(message, destination) ? IdHash.of(message.id()) : null;
    }

    private static boolean isLookedAt(Message message, LocalDestination destination) {
        return !message.isIdGenerated()
                && message.id() != null
                && destination.deduplication().isOn();
    }

    /**
     * Chooses the partition of a message. A message without a key goes to another partition if its turn was that of one
     * that is offline.
     *
     * @throws PenstockException.PartitionOffline if there is none
     */
    public PartitionLog route(LocalDestination destination, Message message) {
        var chosen = destination.partitionFor(message.key(), message.priority());
        var offline = log.offline(chosen.id());
        if (offline == null) {
            requireNotHeldUp(chosen);
            return chosen;
        }
        if (message.key() == null) {
            var partitions = destination.partitions();
            for (int i = 0; i < partitions.width(); i++) {
                var other = partitions.get(partitions.lane(chosen.index()), i);
                if (log.offline(other.id()) == null) {
                    return other;
                }
            }
        }
        throw Outcomes.offline(destination.name(), chosen.index(), offline);
    }

    /** Others go on: what they write does not wait for what cannot be moved of this one. */
    private void requireNotHeldUp(PartitionLog partition) {
        var reason = log.heldUp(partition.id());
        if (reason != null) {
            throw new PenstockException.StorageFull(
                    "Nothing more is taken for partition " + partition.index()
                            + " of '" + partition.destination().name()
                            + "': its old messages cannot be moved to the archive,"
                            + " and as many journal files are held for them as may be. Others are served, and so"
                            + " are its consumers; it takes messages again by itself once this is mended: " + reason,
                    null);
        }
    }

    /** Whether a message is a record and nothing else, if its destination exists. */
    boolean isPlain(Message message) {
        var destination = catalog.find(message.destination());
        if (destination == null) {
            // The destinations of a message to an exchange are not known yet, and one of them may look for its id.
            return message.durability().orElse(durability) != Durability.MEMORY
                    && (message.isIdGenerated() || message.id() == null);
        }
        return durability(message, destination) != Durability.MEMORY && !isLookedAt(message, destination);
    }

    /** Whether its destination has limits. */
    boolean isLimited(Message message) {
        var destination = catalog.find(message.destination());
        return destination != null && destination.limits() != null;
    }

    /** Whether an exchange says where it goes, if it exists. */
    boolean isRouted(Message message) {
        return catalog.find(message.destination()) == null;
    }

    /** Batches that are routed as they are filled. */
    OutgoingBatches batches(int messages, long maxBytes) {
        var now = Instant.ofEpochMilli(clock.millis());
        return new OutgoingBatches(catalog, router, this::completed, rules, now, messages, maxBytes);
    }

    boolean isForced(Message message) {
        return message.durability().orElse(durability) == Durability.SYNC;
    }
}

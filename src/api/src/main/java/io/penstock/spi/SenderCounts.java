package io.penstock.spi;

import io.penstock.Destination;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Sender counts tell who sends where: each sender is known by the door that it comes through and by its name there.
 * Nothing is counted before somebody has asked for it by {@link #begin}. Safe for use by any thread; to count a message
 * takes no lock and makes no object.
 */
public final class SenderCounts {

    /** The most senders that are told apart; further ones are counted together, by their doors. */
    public static final int MAX_SENDERS = 1_000;

    /** The name of the senders of a door that are counted together. */
    public static final String OTHERS = "other";

    /** The most pairs of a sender and a destination; what is sent to further ones is not counted. */
    public static final int MAX_PAIRS = 10_000;

    /** The longest name of a sender: what is longer is cut off. */
    public static final int MAX_NAME_LENGTH = 128;

    private record Key(String door, String name) {}

    private final Map<Key, CountedSender> senders = new ConcurrentHashMap<>();

    /** Those that are counted together, by door. There are as many as there are doors. */
    private final Map<String, CountedSender> others = new ConcurrentHashMap<>();

    /** How many sweeps ago a pair was counted for the last time. Belongs to the one who sweeps. */
    private final Map<LongAdder, Idle> idle = new HashMap<>();

    private volatile boolean isOn;
    private volatile boolean isFull;
    private int pairs;

    private static final class Idle {
        private long count;
        private int sweeps;
    }

    /** Takes what is counted of one sender at one destination. */
    @FunctionalInterface
    public interface Visitor {

        /** @param sent messages since the sender was first counted there */
        void visit(String door, String name, String destination, long sent);
    }

    /** Has everything counted from now on. */
    public void begin() {
        isOn = true;
    }

    boolean isCounting() {
        return isOn && !isFull;
    }

    /**
     * The sender of that name. A door asks once for each of its clients, or for each request.
     *
     * @param door in one word, such as {@code http}
     */
    public CountedSender sender(String door, String name) {
        var key = new Key(door, name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH));
        var known = senders.get(key);
        if (known != null) {
            return known;
        }
        if (!isOn) {
            return new CountedSender(this, key.door(), key.name());
        }
        synchronized (this) {
            return admit(new CountedSender(this, key.door(), key.name()));
        }
    }

    /** One that may be admitted is; for another one, that which counts for all further ones. Under the lock. */
    private CountedSender admit(CountedSender sender) {
        var key = new Key(sender.door(), sender.name());
        var known = senders.get(key);
        if (known != null) {
            return known;
        }
        if (senders.size() >= MAX_SENDERS) {
            return others.computeIfAbsent(sender.door(), door -> new CountedSender(this, door, OTHERS));
        }
        senders.put(key, sender);
        return sender;
    }

    /** The counter of a pair that a sender does not know; null if there are too many pairs. */
    synchronized @Nullable LongAdder counter(CountedSender sender, String destination) {
        var owner = sender.name().equals(OTHERS) && others.get(sender.door()) == sender ? sender : admit(sender);
        var counter = owner.counters().get(destination);
        if (counter == null) {
            if (pairs >= MAX_PAIRS) {
                isFull = true;
                return null;
            }
            pairs++;
            counter = new LongAdder();
            owner.counters().put(destination, counter);
        }
        if (owner != sender) {
            sender.counters().put(destination, counter);
        }
        return counter;
    }

    /** Tells of all pairs, in no order. */
    public void forEach(Visitor visitor) {
        senders.values().forEach(sender -> visit(sender, visitor));
        others.values().forEach(sender -> visit(sender, visitor));
    }

    private static void visit(CountedSender sender, Visitor visitor) {
        sender.counters()
                .forEach((destination, counter) ->
                        visitor.visit(sender.door(), sender.name(), destination, counter.sum()));
    }

    /** Whether something is not told apart or not counted, because there is too much of it. */
    public boolean isCut() {
        return isFull || !others.isEmpty();
    }

    /**
     * Forgets pairs whose destination is gone, those that nothing was sent by for so many sweeps, and senders that have
     * no others. One thread calls this at a time.
     */
    public synchronized void sweep(Predicate<String> exists, int mostIdleSweeps) {
        senders.values()
                .forEach(sender -> sender.counters().entrySet().removeIf(entry -> {
                    boolean isGone = !exists.test(entry.getKey()) || isIdle(entry.getValue(), mostIdleSweeps);
                    if (isGone) {
                        idle.remove(entry.getValue());
                        pairs--;
                    }
                    return isGone;
                }));
        senders.values().removeIf(sender -> sender.counters().isEmpty());
        // Others have copies of these counters, which would be lost to them: a destination that is gone has none.
        others.values()
                .forEach(sender -> sender.counters().keySet().removeIf(name -> {
                    boolean isGone = !exists.test(name);
                    pairs -= isGone ? 1 : 0;
                    return isGone;
                }));
        isFull = false;
    }

    private boolean isIdle(LongAdder counter, int most) {
        var known = idle.computeIfAbsent(counter, added -> new Idle());
        long count = counter.sum();
        known.sweeps = known.count == count ? known.sweeps + 1 : 0;
        known.count = count;
        return known.sweeps > most;
    }

    /** Replies go to temporary destinations, of which there are as many as clients want. */
    static boolean isCounted(String destination) {
        return !Destination.isTemporary(destination);
    }
}

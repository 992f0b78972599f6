package io.penstock.broker.send;

import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.guarantee.Claim;
import io.penstock.broker.guarantee.ProducerInstance;
import io.penstock.broker.guarantee.ProducerState;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.journal.frame.Append;
import io.penstock.journal.record.EncodedRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The messages of one append, with the entries that keep their promises: ids are claimed, all of them or none,
 * numbers are admitted, and what was sent before is left out. Used by one thread at a time.
 */
public final class GuaranteedAppend {

    /**
     * One message.
     *
     * @param to null if an exchange throws it away, and only its number is to be known
     * @param unique of its id if that may be in the destination once only, or null
     * @param producer who numbers it, or null
     * @param isCopy whether it is left out if the item before it is because of its number
     */
    public record Item(
            PartitionLog to,
            EncodedRecord record,
            IdHash unique,
            ProducerInstance producer,
            long sequence,
            boolean isCopy) {

        public Item(PartitionLog to, EncodedRecord record, IdHash unique, ProducerInstance producer, long sequence) {
            this(to, record, unique, producer, sequence, false);
        }

        /** A message and its copies to the other destinations of its exchange; none if nothing is to be known of it. */
        public static List<Item> all(PreparedMessage prepared, ProducerInstance producer, long sequence) {
            if (prepared.to() == null && producer == null) {
                return List.of();
            }
            // The number is what keeps a numbered message from being written twice.
            var items = new ArrayList<Item>(1 + prepared.others().size());
            items.add(new Item(
                    prepared.to(), prepared.record(), producer == null ? prepared.unique() : null, producer, sequence));
            for (var other : prepared.others()) {
                items.add(
                        new Item(other.to(), other.record(), producer == null ? other.unique() : null, null, 0, true));
            }
            return items;
        }

        /** The item with its present partition, because its destination may have grown since. */
        private Item now() {
            var there = to == null ? null : to.now(record);
            return there == to ? this : new Item(there, record, unique, producer, sequence, isCopy);
        }
    }

    private final List<Item> items;
    private final Claim[] claims;
    private final boolean[] leftOut;
    /** The claims of others, for items whose id was sent before or is in the same append. */
    private final Claim[] others;

    /** The places of the items that were written. */
    private final RecordPosition[] places;

    /** The room in destinations with limits; null if there is none among them. */
    private ReservedRoom room;

    /** The futures of numbered items, which complete with their places. */
    private Map<Integer, CompletableFuture<RecordPosition>> numbered = Map.of();

    private Map<Integer, ProducerState> locked = Map.of();

    /** The item of each record of the append. */
    private final List<Integer> written = new ArrayList<>();

    public GuaranteedAppend(List<Item> items) {
        this.items = new ArrayList<>(items);
        claims = new Claim[items.size()];
        leftOut = new boolean[items.size()];
        others = new Claim[items.size()];
        places = new RecordPosition[items.size()];
    }

    /**
     * Asks for the ids.
     *
     * @return null if all are had or known to be sent; otherwise one that somebody else has: nothing is held then,
     *     ask again when its message is written or given up
     */
    public Claim claim(long nowMillis) {
        for (int i = 0; i < claims.length; i++) {
            var item = items.get(i);
            if (item.unique() == null) {
                continue;
            }
            var claim = item.to().destination().deduplication().claim(item.unique(), this, nowMillis);
            if (claim.isOf(this) && !isHeld(claim)) {
                claims[i] = claim;
            } else if (claim.isOf(this) || wasSent(claim)) {
                leftOut[i] = true;
                others[i] = claim;
            } else {
                giveBack();
                return claim;
            }
        }
        return null;
    }

    /** Whether the id was sent; false if its sending has failed a moment ago, so that the id is free again. */
    private static boolean wasSent(Claim claim) {
        return claim.place.isDone() && !claim.place.isCompletedExceptionally() && claim.place.join() != null;
    }

    /** A second message of the same id in the same append asks for what the first one has. */
    private boolean isHeld(Claim claim) {
        for (var each : claims) {
            if (each == claim) {
                return true;
            }
        }
        return false;
    }

    private void giveBack() {
        for (int i = 0; i < claims.length; i++) {
            leftOut[i] = false;
            others[i] = null;
            if (claims[i] != null) {
                claims[i].giveBack();
                claims[i] = null;
            }
        }
    }

    /** The room that it demands in destinations with limits, once the ids are claimed. */
    public Demand demand() {
        var demand = new Demand();
        for (int i = 0; i < claims.length; i++) {
            if (!leftOut[i] && items.get(i).to() != null) {
                demand.add(
                        items.get(i).to().destination(), items.get(i).record().bytes().length);
            }
        }
        return demand;
    }

    /** Takes the room that it was given; null if none is needed. It ends with {@link #sent} or {@link #refused}. */
    public void enter(ReservedRoom entered) {
        room = entered;
    }

    /** Whether what is to be known is about the messages alone, and not about others that make room for them. */
    boolean endsWithRecords() {
        return room == null;
    }

    /**
     * Takes the locks of all producers, in one order, and checks the numbers; {@link #letGo} follows, whatever happens.
     *
     * @throws io.penstock.PenstockException.Fenced if a producer is not the newest instance any more
     * @throws io.penstock.PenstockException.OutOfSequence if a number leaves others out
     */
    public void admit() {
        numbered = new HashMap<>();
        locked = new TreeMap<>();
        for (var item : items) {
            if (item.producer() != null) {
                locked.put(item.producer().state().number(), item.producer().state());
            }
        }
        locked.values().forEach(state -> state.admission.lock());
        Map<ProducerState, Long> next = new HashMap<>();
        boolean isRepeated = false;
        for (int i = 0; i < claims.length; i++) {
            if (items.get(i).isCopy()) {
                leftOut[i] |= isRepeated;
                continue;
            }
            isRepeated = false;
            var producer = items.get(i).producer();
            if (producer == null) {
                continue;
            }
            long expected =
                    next.getOrDefault(producer.state(), producer.state().next.get());
            if (producer.admits(items.get(i).sequence(), expected)) {
                next.put(producer.state(), expected + 1);
                numbered.put(i, new CompletableFuture<>());
            } else {
                leftOut[i] = true;
                isRepeated = true;
            }
        }
        numbered.forEach((i, place) -> {
            var item = items.get(i);
            item.producer().state().onTheWay.put(item.sequence(), place);
        });
        next.forEach((state, after) -> state.next.set(after));
    }

    public void letGo() {
        locked.values().stream()
                .filter(state -> state.admission.isHeldByCurrentThread())
                .forEach(state -> state.admission.unlock());
    }

    /** Adds the records, and behind them what is to be known of them. Called within the guard of their routes. */
    public void addTo(Append append, long nowMillis) {
        items.replaceAll(Item::now);
        Map<Integer, Integer> back = new HashMap<>();
        for (int i = 0; i < claims.length; i++) {
            var item = items.get(i);
            if (!leftOut[i] && item.to() != null) {
                append.addRecord(item.to().id(), item.record());
                written.add(i);
                back.merge(item.to().id(), 1, Integer::sum);
            }
        }
        for (int i = 0; i < claims.length; i++) {
            if (!leftOut[i]) {
                addEntries(append, i, back, nowMillis);
            }
        }
        if (room != null) {
            room.addTo(append);
        }
    }

    /** @param back by partition, how many records of the append lie from here to its end there */
    private void addEntries(Append append, int i, Map<Integer, Integer> back, long nowMillis) {
        var item = items.get(i);
        if (item.to() == null) {
            append.addEntry(EntryCodec.encode(
                    new GuaranteeEntry.SequencedNowhere(item.producer().state().number(), item.sequence(), nowMillis)));
            return;
        }
        int distance = back.merge(item.to().id(), -1, Integer::sum) + 1;
        if (claims[i] != null) {
            append.addEntry(EntryCodec.encode(
                    new GuaranteeEntry.Identified(item.to().id(), distance, item.unique(), nowMillis)));
        }
        if (numbered.containsKey(i)) {
            append.addEntry(EntryCodec.encode(new GuaranteeEntry.Sequenced(
                    item.producer().state().number(), item.sequence(), item.to().id(), distance, nowMillis)));
        }
    }

    /** Whether everything was left out; known once the ids are claimed, and the numbers admitted. */
    boolean isNothing() {
        for (boolean each : leftOut) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    /** Is told that all of it is durable. */
    public void sent(Append append) {
        if (room != null) {
            room.happened();
        }
        for (int record = 0; record < written.size(); record++) {
            int i = written.get(record);
            var to = items.get(i).to();
            long offset = append.offset(record);
            places[i] = new RecordPosition(to.index(), offset);
            if (claims[i] != null) {
                claims[i].sent(places[i]);
            }
            var number = numbered.get(i);
            if (number != null) {
                items.get(i).producer().state().onTheWay.remove(items.get(i).sequence(), number);
                number.complete(new RecordPosition(to.id(), offset));
            }
        }
        numbered.forEach((i, number) -> {
            if (items.get(i).to() == null) {
                items.get(i).producer().state().onTheWay.remove(items.get(i).sequence(), number);
                number.complete(new RecordPosition(ProducerState.NOWHERE, 0));
            }
        });
        for (int i = 0; i < leftOut.length; i++) {
            if (leftOut[i] && items.get(i).unique() != null) {
                items.get(i).to().destination().deduplication().countDuplicate();
            }
        }
    }

    /** Whether an item is not written, since there is a message of its id or number. */
    boolean isDuplicate(int item) {
        return leftOut[item];
    }

    /** The partition of an item, as it was known last. */
    PartitionLog to(int item) {
        return items.get(item).to();
    }

    /** The place of an item, or of the message that had its id before; null as long as it is not known. */
    RecordPosition place(int item) {
        var other = others[item];
        return other != null && wasSent(other) ? other.place.join() : places[item];
    }

    /** Is told that nothing of it was written. */
    public void refused(Throwable cause) {
        if (room != null) {
            room.undone();
            room = null;
        }
        for (var claim : claims) {
            if (claim != null) {
                claim.refused(cause);
            }
        }
        numbered.forEach((i, place) -> {
            var item = items.get(i);
            item.producer().state().notSent(item.sequence(), place);
            place.completeExceptionally(cause);
        });
    }
}

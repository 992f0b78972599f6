package io.penstock.broker.send;

import io.penstock.Durability;
import io.penstock.Receipt;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.limit.Demand;
import io.penstock.journal.frame.Append;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.spi.EngineReceipt;

import java.util.ArrayList;
import java.util.List;

/**
 * A message ready to be written.
 *
 * @param to null if an exchange throws it away
 * @param unique of the id if it may be in the destination once only, or null
 * @param exchange that it was sent to; null if that was a queue or a topic
 * @param others the same message to the other destinations of its exchange
 */
public record PreparedMessage(
        PartitionLog to,
        EncodedRecord record,
        String id,
        Durability durability,
        IdHash unique,
        String exchange,
        List<PreparedMessage> others) {

    PreparedMessage(PartitionLog to, EncodedRecord record, String id, Durability durability, IdHash unique) {
        this(to, record, id, durability, unique, null, List.of());
    }

    /** The name of the destination that it was sent to. */
    String destination() {
        return exchange == null ? to.destination().name() : exchange;
    }

    public boolean forced() {
        return durability == Durability.SYNC;
    }

    boolean isWaitedFor() {
        return durability != Durability.MEMORY;
    }

    /** The same for where it belongs now, since a destination may have grown. Call this within the route guard. */
    PreparedMessage now() {
        if (to == null) {
            return this;
        }
        var there = to.now(record);
        if (there == to && others.isEmpty()) {
            return this;
        }
        return new PreparedMessage(
                there,
                record,
                id,
                durability,
                unique,
                exchange,
                others.stream().map(PreparedMessage::now).toList());
    }

    /** @param copies of one message; of none, it is thrown away */
    static PreparedMessage ofCopies(String exchange, List<PreparedMessage> copies, String id, Durability durability) {
        if (copies.isEmpty()) {
            return new PreparedMessage(null, null, id, durability, null, exchange, List.of());
        }
        var first = copies.get(0);
        return new PreparedMessage(
                first.to, first.record, id, durability, first.unique, exchange, copies.subList(1, copies.size()));
    }

    /** The receipt in an append that holds its record and those of its copies, in order, beginning with the first. */
    Receipt receipt(Append append, int first) {
        if (to == null) {
            return EngineReceipt.discarded(id, exchange);
        }
        var receipt = receipt(append.offset(first));
        return others.isEmpty() ? receipt : receipt.with(othersOf(append, first + 1));
    }

    private List<Receipt> othersOf(Append append, int first) {
        var receipts = new ArrayList<Receipt>(others.size());
        for (int i = 0; i < others.size(); i++) {
            receipts.add(others.get(i).receipt(append.offset(first + i)));
        }
        return receipts;
    }

    /** Whether one of the destinations that it goes to has limits. */
    boolean isLimited() {
        return to != null && to.destination().limits() != null
                || !others.isEmpty() && others.stream().anyMatch(PreparedMessage::isLimited);
    }

    /** The room that it demands, with its copies, in destinations with limits. */
    Demand demand() {
        var demand = new Demand();
        addTo(demand);
        return demand;
    }

    private void addTo(Demand demand) {
        if (to != null) {
            demand.add(to.destination(), record.bytes().length);
        }
        others.forEach(other -> other.addTo(demand));
    }

    /** The bytes of it and its copies in the log. */
    long bytes() {
        long bytes = to == null ? 0 : record.bytes().length + Append.BATCH_OVERHEAD_BYTES;
        for (var other : others) {
            bytes += other.bytes();
        }
        return bytes;
    }

    int records() {
        return to == null ? 0 : 1 + others.size();
    }

    Receipt receipt(long offset) {
        return to.receipt(id, offset);
    }
}

package io.penstock.broker.send;

import io.penstock.Receipt;
import io.penstock.spi.EngineReceipt;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Makes the receipts of messages that were sent together, each when it is asked for, which most never are. Neighbours
 * in the list that are neighbours in a batch are kept as one run.
 */
final class BatchReceipts extends AbstractList<Receipt> implements RandomAccess {

    private static final int FIRST_RUNS = 16;

    private final int messages;
    private int runs;

    /** The first message of each run. */
    private int[] firsts = new int[FIRST_RUNS];

    private OutgoingBatch[] batches = new OutgoingBatch[FIRST_RUNS];
    private int[] places = new int[FIRST_RUNS];

    /** Messages that came by an exchange. */
    private final Map<Integer, Routed> routed = new HashMap<>();

    /** The ids that senders set; null as long as no message has one. */
    private String[] ids;

    /** The batch of one copy of a message, and its place in that batch. */
    record Copy(OutgoingBatch batch, int place) {

        private Receipt receipt(String id) {
            return batch.receipt(id, place);
        }
    }

    private record Routed(String exchange, List<Copy> copies) {

        private Receipt receipt(String id) {
            if (copies.isEmpty()) {
                return EngineReceipt.discarded(id, exchange);
            }
            var first = copies.get(0).receipt(id);
            return first.with(copies.subList(1, copies.size()).stream()
                    .map(copy -> copy.receipt(id))
                    .toList());
        }
    }

    BatchReceipts(int messages) {
        this.messages = messages;
    }

    /** Adds the next message, before the list is given away. */
    void add(int index, OutgoingBatch batch, int place, String id) {
        if (runs == 0 || batches[runs - 1] != batch || places[runs - 1] + index - firsts[runs - 1] != place) {
            begin(index, batch, place);
        }
        know(index, id);
    }

    /** Adds a message as {@link #add(int, OutgoingBatch, int, String)} does, that an exchange has sent on. */
    void add(int index, String exchange, List<Copy> copies, String id) {
        routed.put(index, new Routed(exchange, copies));
        know(index, id);
    }

    private void know(int index, String id) {
        if (id != null) {
            ids = ids == null ? new String[messages] : ids;
            ids[index] = id;
        }
    }

    private void begin(int index, OutgoingBatch batch, int place) {
        if (runs == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * runs);
            batches = Arrays.copyOf(batches, 2 * runs);
            places = Arrays.copyOf(places, 2 * runs);
        }
        firsts[runs] = index;
        batches[runs] = batch;
        places[runs] = place;
        runs++;
    }

    @Override
    public Receipt get(int index) {
        Objects.checkIndex(index, messages);
        String id = ids == null ? null : ids[index];
        var elsewhere = routed.isEmpty() ? null : routed.get(index);
        if (elsewhere != null) {
            return elsewhere.receipt(id);
        }
        int found = Arrays.binarySearch(firsts, 0, runs, index);
        int run = found >= 0 ? found : -found - 2;
        var batch = batches[run];
        return batch.receipt(id, places[run] + index - firsts[run]);
    }

    @Override
    public int size() {
        return messages;
    }
}

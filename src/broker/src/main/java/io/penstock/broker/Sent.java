package io.penstock.broker;

import io.penstock.Receipt;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The receipts of messages that were sent together: each made when it is asked for, which most never are. Neighbours in
 * the list that are neighbours in a batch are one run.
 */
final class Sent extends AbstractList<Receipt> implements RandomAccess {

    private static final int FIRST_RUNS = 16;

    private final int messages;
    private int runs;

    /** By run: the first message, its batch, and its place in that. */
    private int[] firsts = new int[FIRST_RUNS];

    private Outgoing.Batch[] batches = new Outgoing.Batch[FIRST_RUNS];
    private int[] places = new int[FIRST_RUNS];

    /** Null as long as no message has an id of its sender's. */
    private String[] ids;

    Sent(int messages) {
        this.messages = messages;
    }

    /** Before the list is given away: one message after the other. */
    void add(int index, Outgoing.Batch batch, int place, String id) {
        if (runs == 0 || batches[runs - 1] != batch || places[runs - 1] + index - firsts[runs - 1] != place) {
            begin(index, batch, place);
        }
        if (id != null) {
            ids = ids == null ? new String[messages] : ids;
            ids[index] = id;
        }
    }

    private void begin(int index, Outgoing.Batch batch, int place) {
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
        int found = Arrays.binarySearch(firsts, 0, runs, index);
        int run = found >= 0 ? found : -found - 2;
        var batch = batches[run];
        String id = ids == null ? null : ids[index];
        return batch.to.receipt(id, batch.baseOffset + places[run] + index - firsts[run]);
    }

    @Override
    public int size() {
        return messages;
    }
}

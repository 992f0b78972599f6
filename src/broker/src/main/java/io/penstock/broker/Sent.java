package io.penstock.broker;

import io.penstock.Receipt;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** The receipts of messages that were sent together: each made when it is asked for, which most never are. */
final class Sent extends AbstractList<Receipt> implements RandomAccess {

    private final Outgoing.Batch[] batches;
    private final int[] places;

    /** Null as long as no message has an id of its sender's. */
    private String[] ids;

    Sent(int messages) {
        batches = new Outgoing.Batch[messages];
        places = new int[messages];
    }

    /** Before the list is given away. */
    void add(int index, Outgoing.Batch batch, int place, String id) {
        batches[index] = batch;
        places[index] = place;
        if (id != null) {
            ids = ids == null ? new String[batches.length] : ids;
            ids[index] = id;
        }
    }

    @Override
    public Receipt get(int index) {
        Objects.checkIndex(index, batches.length);
        var batch = batches[index];
        String id = ids == null ? null : ids[index];
        return batch.to.receipt(id, batch.baseOffset + places[index]);
    }

    @Override
    public int size() {
        return batches.length;
    }
}

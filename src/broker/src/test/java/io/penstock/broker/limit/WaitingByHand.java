package io.penstock.broker.limit;

import io.penstock.broker.entry.RecordPosition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What waits in a subscription, as a test says; what is to be thrown away is asked of the test. */
public final class WaitingByHand implements Waiting {

    private long messages;
    private final List<Consumer<List<RecordPosition>>> asked = new ArrayList<>();
    private int discarded;
    private int kept;

    public void messages(long now) {
        messages = now;
    }

    /** Answers the oldest question: these were taken out of everybody's reach. */
    void answer(RecordPosition... taken) {
        asked.remove(0).accept(List.of(taken));
    }

    int asked() {
        return asked.size();
    }

    int discarded() {
        return discarded;
    }

    int kept() {
        return kept;
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public int subscription() {
        return 1;
    }

    @Override
    public void shed(DestinationLimits limits, long more, long bytes, Consumer<List<RecordPosition>> answer) {
        asked.add(answer);
    }

    @Override
    public void discarded(DestinationLimits limits, int count) {
        discarded += count;
        messages -= count;
    }

    @Override
    public void keep(List<RecordPosition> places) {
        kept += places.size();
    }
}

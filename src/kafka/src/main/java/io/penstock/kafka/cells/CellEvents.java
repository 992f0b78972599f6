package io.penstock.kafka.cells;

import io.penstock.BrokerEvent;
import io.penstock.EventSubscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The events of all cells, told to a listener one after the other; those of one cell in their order. */
final class CellEvents implements EventSubscription {

    private final Consumer<BrokerEvent> listener;
    private final ReentrantLock turn = new ReentrantLock();
    private final List<EventSubscription> subscriptions = new ArrayList<>();

    private CellEvents(Consumer<BrokerEvent> listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    static EventSubscription of(List<CellLink> cells, Consumer<BrokerEvent> listener) {
        if (cells.size() == 1) {
            return cells.get(0).broker().events(listener);
        }
        var events = new CellEvents(listener);
        for (int i = 0; i < cells.size(); i++) {
            int cell = i;
            events.subscriptions.add(
                    cells.get(i).broker().events(event -> events.tell(OperationIds.outside(cell, event))));
        }
        return events;
    }

    private void tell(BrokerEvent event) {
        turn.lock();
        try {
            listener.accept(event);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public long lost() {
        return subscriptions.stream().mapToLong(EventSubscription::lost).sum();
    }

    @Override
    public void close() {
        subscriptions.forEach(EventSubscription::close);
    }
}

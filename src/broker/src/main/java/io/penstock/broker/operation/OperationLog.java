package io.penstock.broker.operation;

import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.StoredOperation;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Keeps the operations that were begun by hand: those that go on, and the latest of those that are over. It changes by
 * applying entries, by one thread at a time; any thread reads it.
 */
public final class OperationLog {

    private final ConcurrentSkipListMap<Long, StoredOperation> operations = new ConcurrentSkipListMap<>();

    public long nextId() {
        return operations.isEmpty() ? 1 : operations.lastKey() + 1;
    }

    public StoredOperation find(long id) {
        return operations.get(id);
    }

    /** All operations, latest first. */
    Collection<StoredOperation> all() {
        return operations.descendingMap().values();
    }

    List<StoredOperation> running() {
        return operations.values().stream().filter(StoredOperation::isRunning).toList();
    }

    public void apply(Entry.Operating entry) {
        if (entry instanceof Entry.OperationNoted noted) {
            operations.put(noted.id(), noted.operation());
            forgetOldest();
        } else if (entry instanceof Entry.OperationCounted counted) {
            // It may have been stopped and forgotten while letters were on their way to the journal.
            operations.computeIfPresent(counted.id(), (id, known) -> known.counted(counted.messages()));
        } else if (entry instanceof Entry.OperationEnded ended) {
            operations.computeIfPresent(ended.id(), (id, known) -> known.ended(ended.millis(), ended.left()));
            forgetOldest();
        }
    }

    private void forgetOldest() {
        if (operations.size() <= EngineBounds.OPERATIONS_KEPT) {
            return;
        }
        operations.values().stream()
                .filter(operation -> !operation.isRunning())
                .findFirst()
                .ifPresent(oldest -> operations.remove(oldest.id()));
    }

    /** Tells this log as entries that rebuild it. */
    public void describe(Consumer<Entry> entries) {
        operations.values().forEach(operation -> entries.accept(new Entry.OperationNoted(operation)));
    }
}

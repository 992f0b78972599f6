package io.penstock.conformance.fault;

import java.util.EnumMap;
import java.util.Map;

/** Says which operation of a {@link FaultyStorage} fails, and which is the last before a crash. */
final class FaultPlan {

    private final Map<FaultyStorage.Operation, Long> failures = new EnumMap<>(FaultyStorage.Operation.class);
    private long changes;
    private long crashAt = Long.MAX_VALUE;
    private boolean crashed;
    private int injected;

    enum Fate {
        SUCCEED,
        FAIL,
        CRASH
    }

    void failAt(FaultyStorage.Operation operation, int number) {
        failures.put(operation, (long) number);
    }

    void crashAt(int change) {
        crashAt = changes + change;
    }

    void crash() {
        crashed = true;
    }

    boolean isCrashed() {
        return crashed;
    }

    long changes() {
        return changes;
    }

    int injected() {
        return injected;
    }

    /** Decides what becomes of an operation that is about to happen. */
    Fate next(FaultyStorage.Operation operation) throws FaultyStorage.Crashed {
        if (crashed) {
            throw new FaultyStorage.Crashed();
        }
        if (operation.changes && ++changes == crashAt) {
            crashed = true;
            injected++;
            return Fate.CRASH;
        }
        var left = failures.computeIfPresent(operation, (key, number) -> number - 1);
        if (left != null && left == 0) {
            failures.remove(operation);
            injected++;
            return Fate.FAIL;
        }
        return Fate.SUCCEED;
    }

    /** The disk is full, which counts as a fault too. */
    void outOfSpace() {
        injected++;
    }
}

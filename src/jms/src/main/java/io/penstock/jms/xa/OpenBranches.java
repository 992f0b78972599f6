package io.penstock.jms.xa;

import io.penstock.Broker;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the branches of a broker that are neither prepared nor ended. All resources of a broker share them, whichever
 * connection factory they come from: they are one resource manager, and a branch may be joined from any of them.
 */
record OpenBranches(Map<BranchId, Branch> byId) {

    /**
     * The largest number of open branches, more than any manager has under way: branches that one leaves behind must
     * not fill the memory.
     */
    static final int MAX_OPEN = 10_000;

    /**
     * The open branches by broker. An entry goes with the broker: what it holds refers to the broker only while a
     * branch is open.
     */
    private static final Map<Broker, OpenBranches> OF_BROKERS = Collections.synchronizedMap(new WeakHashMap<>());

    static OpenBranches of(Broker broker) {
        return OF_BROKERS.computeIfAbsent(broker, unknown -> new OpenBranches(new ConcurrentHashMap<>()));
    }

    boolean isFull() {
        return byId.size() >= MAX_OPEN;
    }

    Branch find(BranchId id) {
        return byId.get(id);
    }

    /** Adds a branch. The result is false if there is one with that id. */
    boolean add(BranchId id, Branch branch) {
        return byId.putIfAbsent(id, branch) == null;
    }

    void remove(BranchId id, Branch branch) {
        byId.remove(id, branch);
    }
}

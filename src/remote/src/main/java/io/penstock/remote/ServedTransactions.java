package io.penstock.remote;

import io.penstock.PenstockException;
import io.penstock.Transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The transactions of one connection. Those that have not ended when it does are rolled back. */
final class ServedTransactions {

    /** The most transactions of one connection. */
    static final int MAX_TRANSACTIONS = 1_000;

    private final Map<Long, Served> transactions = new ConcurrentHashMap<>();
    private boolean isEnded;

    /** A transaction with what its deliveries are forgotten by when it has happened. */
    private static final class Served {
        private final Transaction transaction;
        private final List<Runnable> accepted = new ArrayList<>();

        private Served(Transaction transaction) {
            this.transaction = transaction;
        }
    }

    synchronized void begin(long id, Supplier<Transaction> begin) {
        if (isEnded) {
            throw new PenstockException.Unavailable("The connection has ended.");
        }
        if (transactions.size() >= MAX_TRANSACTIONS) {
            throw new PenstockException.Overloaded(
                    "This connection has " + transactions.size() + " transactions, and may have no more: end some.");
        }
        transactions.put(id, new Served(begin.get()));
    }

    private Served require(long id) {
        var served = transactions.get(id);
        if (served == null) {
            throw new PenstockException.Unavailable(
                    "The transaction was rolled back, since its connection was lost: begin another one.");
        }
        return served;
    }

    Transaction find(long id) {
        return require(id).transaction;
    }

    /** What is done when it has happened. */
    void whenDone(long id, Runnable accepted) {
        require(id).accepted.add(accepted);
    }

    /** Ends it, by a commit or by being prepared. */
    CompletionStage<Void> end(long id, Function<Transaction, CompletionStage<Void>> ending) {
        var served = require(id);
        return ending.apply(served.transaction).whenComplete((done, failure) -> {
            transactions.remove(id);
            if (failure == null) {
                served.accepted.forEach(Runnable::run);
            }
        });
    }

    void rollback(long id) {
        var served = require(id);
        transactions.remove(id);
        served.transaction.rollback();
    }

    /** Rolls back all that have not ended; one whose commit is under way goes its way. */
    void end() {
        synchronized (this) {
            isEnded = true;
        }
        transactions.values().forEach(served -> served.transaction.close());
        transactions.clear();
    }
}

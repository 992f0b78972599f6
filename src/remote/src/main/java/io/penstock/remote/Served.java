package io.penstock.remote;

import io.penstock.Broker;

/** What a connection has open at the broker, which ends with it. */
final class Served {

    private final Session session;
    private final ServedConsumers consumers;
    private final ServedTransactions transactions = new ServedTransactions();
    private final ServedEvents events;

    Served(Session session) {
        this.session = session;
        consumers = new ServedConsumers(session);
        events = new ServedEvents(session);
    }

    Broker broker() {
        return session.link().broker;
    }

    Session session() {
        return session;
    }

    Link link() {
        return session.link();
    }

    ServedConsumers consumers() {
        return consumers;
    }

    ServedTransactions transactions() {
        return transactions;
    }

    ServedEvents events() {
        return events;
    }

    void handOutMore() {
        consumers.handOutMore();
    }

    /** Consumers go first, so that nothing more is handed out; may block. */
    void end() {
        consumers.end();
        transactions.end();
        events.end();
    }
}

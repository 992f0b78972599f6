package io.penstock.postgres.outbox;

import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.postgres.LogIdentity;

/** The log that a relay appends to. */
final class OutboxLog {

    private static final String WHO = "The outbox";

    private final Broker broker;

    OutboxLog(Broker broker) {
        this.broker = broker;
    }

    /** The id that the database knows the log by. */
    String id() {
        broker.capabilities().require(Capability.NUMBERED_PRODUCERS, WHO);
        return LogIdentity.of(broker, WHO);
    }

    /** Opens a producer; older instances of it are refused from then on. */
    Producer producer(String name) {
        return broker.producer(ProducerOptions.of(name).build());
    }

    /** A message that fills a number, and goes nowhere. */
    static Message filler(String logId) {
        return Message.to(LogIdentity.exchange(logId))
                .durability(Durability.SYNC)
                .build();
    }
}

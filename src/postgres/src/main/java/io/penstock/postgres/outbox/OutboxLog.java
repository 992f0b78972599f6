package io.penstock.postgres.outbox;

import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.UnroutablePolicy;

import java.util.Optional;
import java.util.UUID;

/**
 * The log that a relay appends to. An exchange without bindings, which throws everything away, lies in it: its name
 * carries the id that the outbox knows the log by, and what is sent to it fills a number with nothing.
 */
final class OutboxLog {

    /** What the name of the exchange begins with; the id follows. */
    static final String PREFIX = "penstock-outbox-";

    private static final String WHO = "The outbox";

    private final Broker broker;

    OutboxLog(Broker broker) {
        this.broker = broker;
    }

    /** The id of the log: made and kept in the log when it is first asked for. */
    String id() {
        broker.capabilities().require(Capability.NUMBERED_PRODUCERS, WHO);
        broker.capabilities().require(Capability.EXCHANGES, WHO);
        return known().orElseGet(() -> {
            var id = UUID.randomUUID().toString();
            broker.declare(Destination.exchange(
                            PREFIX + id,
                            Exchange.of(ExchangeType.FANOUT)
                                    .unroutable(UnroutablePolicy.DISCARD)
                                    .build())
                    .build());
            return id;
        });
    }

    private Optional<String> known() {
        return broker.destinations().stream()
                .filter(destination -> destination.kind() == DestinationKind.EXCHANGE)
                .map(Destination::name)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .findFirst();
    }

    /** Opens a producer; older instances of it are refused from then on. */
    Producer producer(String name) {
        return broker.producer(ProducerOptions.of(name).build());
    }

    /** A message that fills a number, and goes nowhere. */
    static Message filler(String logId) {
        return Message.to(PREFIX + logId).durability(Durability.SYNC).build();
    }
}

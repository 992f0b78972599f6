package io.penstock.postgres;

import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.UnroutablePolicy;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * The id by which a database knows the log of a broker. It is part of the name of an exchange without bindings, which
 * throws everything away, and so lies in the log itself: whoever has the log has its id.
 */
public final class LogIdentity {

    private static final String PREFIX = "penstock-log-";

    private LogIdentity() {}

    /**
     * The id of the log: made and kept in the log when it is first asked for. The outbox and the triage ask at the same
     * time; both are given the same one.
     *
     * @param who asks, as the beginning of a sentence such as "The outbox"
     */
    public static synchronized String of(Broker broker, String who) {
        broker.capabilities().require(Capability.EXCHANGES, who);
        return known(broker).orElseGet(() -> {
            var id = UUID.randomUUID().toString();
            broker.declare(Destination.exchange(
                            exchange(id),
                            Exchange.of(ExchangeType.FANOUT)
                                    .unroutable(UnroutablePolicy.DISCARD)
                                    .build())
                    .build());
            return id;
        });
    }

    /** The same one each time, should there be several. */
    private static Optional<String> known(Broker broker) {
        return broker.destinations().stream()
                .filter(destination -> destination.kind() == DestinationKind.EXCHANGE)
                .map(Destination::name)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .min(Comparator.naturalOrder());
    }

    /** The name of the exchange that carries the id of a log: what is sent to it goes nowhere. */
    public static String exchange(String logId) {
        return PREFIX + logId;
    }
}

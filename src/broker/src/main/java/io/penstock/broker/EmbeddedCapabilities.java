package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.Capabilities;
import io.penstock.Capability;
import io.penstock.EngineLimit;
import io.penstock.EventSubscription;
import io.penstock.Operations;
import io.penstock.Producer;
import io.penstock.Routing;
import io.penstock.Schedule;
import io.penstock.Schedules;
import io.penstock.Transaction;

import java.util.EnumSet;

/** What the embedded broker can do: everything, except that objects need a codec. */
final class EmbeddedCapabilities {

    private EmbeddedCapabilities() {}

    static Capabilities of(BrokerOptions options) {
        var able = EnumSet.allOf(Capability.class);
        if (options.codec().isEmpty()) {
            able.remove(Capability.TYPED_PAYLOADS);
        }
        return Capabilities.builder()
                .support(able)
                .limit(EngineLimit.MESSAGE_BYTES, options.maxMessageBytes())
                .limit(EngineLimit.TRANSACTION_OPERATIONS, Transaction.MAX_OPERATIONS)
                .limit(EngineLimit.TRANSACTION_BYTES, options.maxTransactionBytes())
                .limit(EngineLimit.GLOBAL_ID_BYTES, Transaction.MAX_GLOBAL_ID_BYTES)
                .limit(EngineLimit.PRODUCER_RECEIPTS, Producer.RECEIPTS_KEPT)
                .limit(EngineLimit.PRODUCER_IDLE_DAYS, Producer.IDLE_DAYS)
                .limit(EngineLimit.TEMPORARY_DESTINATIONS, Broker.MAX_TEMPORARY)
                .limit(EngineLimit.EXCHANGES, Routing.MAX_EXCHANGES)
                .limit(EngineLimit.BINDINGS_OF_AN_EXCHANGE, Routing.MAX_BINDINGS)
                .limit(EngineLimit.BINDINGS, Routing.MAX_ALL_BINDINGS)
                .limit(EngineLimit.EXCHANGE_HOPS, Routing.MAX_HOPS)
                .limit(EngineLimit.DESTINATIONS_OF_A_MESSAGE, Routing.MAX_TARGETS)
                .limit(EngineLimit.WILDCARD_SUBSCRIPTIONS, Routing.MAX_RULES)
                .limit(EngineLimit.SCHEDULES, Schedules.MAX_SCHEDULES)
                .limit(EngineLimit.SCHEDULE_MESSAGE_BYTES, Schedule.MAX_MESSAGE_BYTES)
                .limit(EngineLimit.SCHEDULE_CATCH_UP, Schedule.MAX_CATCH_UP)
                .limit(EngineLimit.NEXT_FIRINGS, Schedules.MAX_NEXT_FIRINGS)
                .limit(EngineLimit.OPERATIONS_KEPT, Operations.MAX_KEPT)
                .limit(EngineLimit.OPERATIONS_RUNNING, Operations.MAX_RUNNING)
                .limit(EngineLimit.EVENTS_WAITING, EventSubscription.MAX_WAITING)
                .build();
    }
}

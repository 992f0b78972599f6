package io.penstock.broker;

import io.penstock.Capabilities;
import io.penstock.Capability;
import io.penstock.EngineLimit;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.journal.log.Log;

import java.util.EnumSet;

/** Lists what the embedded broker can do: everything, except that objects need a codec, and backups a log on a disk. */
final class EmbeddedCapabilities {

    private EmbeddedCapabilities() {}

    static Capabilities of(BrokerOptions options, Log log) {
        var able = EnumSet.allOf(Capability.class);
        if (options.codec().isEmpty()) {
            able.remove(Capability.TYPED_PAYLOADS);
        }
        if (log.local().isEmpty()) {
            able.remove(Capability.BACKUPS);
        }
        return Capabilities.builder()
                .support(able)
                .limit(EngineLimit.MESSAGE_BYTES, options.maxMessageBytes())
                .limit(EngineLimit.TRANSACTION_OPERATIONS, EngineBounds.TRANSACTION_OPERATIONS)
                .limit(EngineLimit.TRANSACTION_BYTES, options.maxTransactionBytes())
                .limit(EngineLimit.GLOBAL_ID_BYTES, EngineBounds.GLOBAL_ID_BYTES)
                .limit(EngineLimit.PRODUCER_RECEIPTS, EngineBounds.PRODUCER_RECEIPTS)
                .limit(EngineLimit.PRODUCER_IDLE_DAYS, EngineBounds.PRODUCER_IDLE.toDays())
                .limit(EngineLimit.TEMPORARY_DESTINATIONS, EngineBounds.TEMPORARY_DESTINATIONS)
                .limit(EngineLimit.EXCHANGES, EngineBounds.EXCHANGES)
                .limit(EngineLimit.BINDINGS_OF_AN_EXCHANGE, EngineBounds.BINDINGS_OF_AN_EXCHANGE)
                .limit(EngineLimit.BINDINGS, EngineBounds.BINDINGS)
                .limit(EngineLimit.EXCHANGE_HOPS, EngineBounds.EXCHANGE_HOPS)
                .limit(EngineLimit.DESTINATIONS_OF_A_MESSAGE, EngineBounds.DESTINATIONS_OF_A_MESSAGE)
                .limit(EngineLimit.WILDCARD_SUBSCRIPTIONS, EngineBounds.WILDCARD_SUBSCRIPTIONS)
                .limit(EngineLimit.SCHEDULES, EngineBounds.SCHEDULES)
                .limit(EngineLimit.SCHEDULE_MESSAGE_BYTES, EngineBounds.SCHEDULE_MESSAGE_BYTES)
                .limit(EngineLimit.SCHEDULE_CATCH_UP, EngineBounds.SCHEDULE_CATCH_UP)
                .limit(EngineLimit.NEXT_FIRINGS, EngineBounds.NEXT_FIRINGS)
                .limit(EngineLimit.OPERATIONS_KEPT, EngineBounds.OPERATIONS_KEPT)
                .limit(EngineLimit.OPERATIONS_RUNNING, EngineBounds.OPERATIONS_RUNNING)
                .limit(EngineLimit.ALERT_RULES, EngineBounds.ALERT_RULES)
                .limit(EngineLimit.ALERT_STATES, EngineBounds.ALERT_STATES)
                .limit(EngineLimit.EVENTS_WAITING, EngineBounds.EVENTS_WAITING)
                .build();
    }
}

package io.penstock.broker.operation;

import io.penstock.DeadLetterRecord;
import io.penstock.broker.filter.Fields;

/** Gives a filter the fields of a dead letter: why and where it died, and everything that any message has. */
record DeadLetterFields(DeadLetterRecord death, Fields message) implements Fields {

    @Override
    public Object value(String identifier) {
        return switch (identifier) {
            case "penstock_reason" -> death.reason().name();
            case "penstock_description" -> death.description();
            case "penstock_exception" -> death.exception();
            case "penstock_root_cause" -> death.rootCause();
            case "penstock_origin" -> death.originDestination();
            case "penstock_subscription" -> death.originSubscription();
            case "penstock_attempts" -> death.attempts();
            case "penstock_deliveries" -> death.deliveries();
            case "penstock_redrives" -> death.redrives();
            case "penstock_died_at" -> death.diedAt().toEpochMilli();
            default -> message.value(identifier);
        };
    }
}

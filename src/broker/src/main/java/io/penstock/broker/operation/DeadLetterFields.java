package io.penstock.broker.operation;

import io.penstock.DeadLetterRecord;
import io.penstock.PenstockException;
import io.penstock.broker.filter.Fields;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.record.RecordView;
import org.jspecify.annotations.Nullable;

/** Gives a filter the fields of a dead letter: why and where it died, and everything that any message has. */
record DeadLetterFields(DeadLetterRecord death, Fields message) implements Fields {

    /** What all fields of dead letters begin with. */
    private static final String PREFIX = "penstock_";

    /**
     * A filter of messages that may ask dead letters for these too.
     *
     * @param text null for all
     * @throws PenstockException.InvalidFilter if it is no filter
     */
    static RecordFilter filter(@Nullable String text) {
        if (text == null || !text.contains(PREFIX)) {
            return RecordFilter.of(text); // Which decodes no message.
        }
        var filter = Filter.parse(text);
        return (record, work) -> filter.matches(of(record), work);
    }

    private static Fields of(RecordView record) {
        return DeadLetterRecord.of(record.message())
                .<Fields>map(death -> new DeadLetterFields(death, record.fields()))
                .orElseGet(record::fields);
    }

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

package io.penstock.broker.record;

import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.filter.Work;

/** Decides whether a record is wanted. Immutable. */
@FunctionalInterface
public interface RecordFilter {

    RecordFilter ALL = (record, work) -> true;

    /** @param work is told what it has cost */
    boolean matches(RecordView record, Work work);

    /** Matches a record, for callers with all the time that it may take. */
    default boolean matches(RecordView record) {
        return matches(record, new Work());
    }

    /**
     * @param text null for all
     * @throws PenstockException.InvalidFilter if it is no filter
     */
    static RecordFilter of(String text) {
        var filter = Filter.parse(text);
        return filter.equals(Filter.NONE) ? ALL : (record, work) -> filter.matches(record.fields(), work);
    }

    /** The filter for a subscription: records that are meant for it, or for all, and that match its filter. */
    static RecordFilter of(Subscription declared) {
        String name = declared.name();
        var filter = of(declared.filter());
        return (record, work) ->
                (record.target() == null || record.target().equals(name)) && filter.matches(record, work);
    }
}

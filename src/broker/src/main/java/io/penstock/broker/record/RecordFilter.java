package io.penstock.broker.record;

import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.filter.Filter;

/** A record filter says which records are wanted. Immutable. */
@FunctionalInterface
public interface RecordFilter {

    RecordFilter ALL = record -> true;

    boolean matches(RecordView record);

    /**
     * @param text null for all
     * @throws PenstockException.InvalidFilter if it is no filter
     */
    static RecordFilter of(String text) {
        var filter = Filter.parse(text);
        return filter.equals(Filter.NONE) ? ALL : record -> filter.matches(record.fields());
    }

    /** What a subscription is to have: what is meant for it, or for all, and matches its filter. */
    static RecordFilter of(Subscription declared) {
        String name = declared.name();
        var filter = of(declared.filter());
        return record -> (record.target() == null || record.target().equals(name)) && filter.matches(record);
    }
}

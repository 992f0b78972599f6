package io.penstock.broker;

import io.penstock.Durability;
import io.penstock.conformance.BrokerConformance;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;

/** What tests of the embedded broker share that are no part of its conformance. */
public abstract class BrokerTest extends BrokerConformance {

    /** Files that are made in a moment; what tests send fits into few of them. */
    static final LogOptions SMALL_FILES = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));

    static final BrokerFactory EMBEDDED = (where, time) -> EmbeddedBroker.open(
            BrokerOptions.in(where).withDurability(Durability.OS).withLog(SMALL_FILES), time);

    @Override
    public BrokerFactory factory() {
        return EMBEDDED;
    }
}

package io.penstock.broker;

import io.penstock.Durability;
import io.penstock.testkit.conformance.BrokerConformance;
import io.penstock.testkit.conformance.BrokerFactory;

/** What tests of the embedded broker share that are no part of its conformance. */
abstract class BrokerTest extends BrokerConformance {

    static final BrokerFactory EMBEDDED =
            (where, time) -> EmbeddedBroker.open(BrokerOptions.in(where).withDurability(Durability.OS), time);

    @Override
    protected BrokerFactory factory() {
        return EMBEDDED;
    }
}

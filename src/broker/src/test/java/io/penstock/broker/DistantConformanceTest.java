package io.penstock.broker;

import io.penstock.Durability;
import io.penstock.broker.alert.AlertFile;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.storage.DirectoryStorage;

import java.util.concurrent.atomic.AtomicLong;

/** The broker does the same on a log whose records have to be fetched, and no dispatch loop waits for any of them. */
class DistantConformanceTest extends EmbeddedConformanceTest {

    private static final AtomicLong SEEDS = new AtomicLong();

    @Override
    BrokerFactory embedded() {
        return (where, time) -> EmbeddedBroker.open(
                BrokerOptions.in(where).withDurability(Durability.OS).withLog(BrokerTest.SMALL_FILES),
                time,
                owner -> new DistantLog(
                        LocalLog.open(DirectoryStorage.open(where), BrokerTest.SMALL_FILES, time, owner),
                        SEEDS.incrementAndGet()),
                new AlertFile(where));
    }
}

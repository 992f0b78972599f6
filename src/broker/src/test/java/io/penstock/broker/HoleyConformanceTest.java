package io.penstock.broker;

import io.penstock.Durability;
import io.penstock.broker.alert.AlertFile;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.storage.DirectoryStorage;

/**
 * The broker does the same on a log in which each transaction leaves a hole in the partitions that it writes to. What
 * is sent alone leaves none: nobody may expect that offsets follow each other otherwise.
 */
class HoleyConformanceTest extends EmbeddedConformanceTest {

    @Override
    BrokerFactory embedded() {
        return (where, time) -> EmbeddedBroker.open(
                BrokerOptions.in(where).withDurability(Durability.OS).withLog(BrokerTest.SMALL_FILES),
                time,
                owner -> HoleyLog.open(
                        DirectoryStorage.open(where),
                        BrokerTest.SMALL_FILES,
                        time,
                        owner,
                        HoleyLog.Chooser.BEHIND_TRANSACTIONS),
                new AlertFile(where));
    }
}

package io.penstock.broker.feed;

import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.record.RecordView;

/** Opens sources of the records of partitions, for use on dispatch loops. */
@FunctionalInterface
public interface RecordSources {

    /**
     * Opens a source for one user.
     *
     * @param whenHere is run, by any thread, when it is worth asking again what was {@link RecordView.Source#isHere not
     *     here}; it does not wait
     */
    RecordView.Source open(PartitionLog partition, Runnable whenHere);
}

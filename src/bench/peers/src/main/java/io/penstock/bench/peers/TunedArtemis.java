package io.penstock.bench.peers;

import org.apache.activemq.artemis.core.config.Configuration;

import java.util.concurrent.TimeUnit;

/** As {@link EmbeddedArtemis}, with the journal's timer at the time that one force takes on a good disk. */
public class TunedArtemis extends EmbeddedArtemis {

    private static final int TIMEOUT_NANOS = (int) TimeUnit.MICROSECONDS.toNanos(100);

    @Override
    protected void tune(Configuration configuration) {
        configuration.setJournalBufferTimeout_NIO(TIMEOUT_NANOS);
    }
}

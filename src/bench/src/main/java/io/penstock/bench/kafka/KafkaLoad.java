package io.penstock.bench.kafka;

import io.penstock.bench.measure.Meter;

/** What goes on while a scenario is measured. */
interface KafkaLoad {

    /**
     * Messages that were sent and are not done with: enough to keep Kafka busy, and few enough for the calls that an
     * instance may have on their way, of which a message can have two.
     */
    int MAX_IN_FLIGHT = 4_000;

    /** Numbered messages that were sent and are not done with: what busy senders have at a time. */
    int MAX_NUMBERED_IN_FLIGHT = 500;

    /** Messages that are there for a consumer that takes one at a time. */
    int WAITING = 4_000;

    int PARTITIONS = 16;

    /** Begins. Closing what it returns ends it, and deletes what it has written. */
    Running start(BenchTopics topics, Meter meter);

    /** What goes on. */
    interface Running extends AutoCloseable {

        @Override
        void close();
    }
}

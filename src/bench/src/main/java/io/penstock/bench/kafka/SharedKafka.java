package io.penstock.bench.kafka;

import io.penstock.bench.local.LocalKafka;
import io.penstock.bench.measure.Plan;

import java.io.IOException;

/**
 * The Kafka that all scenarios of a run share: the one that the plan names, or a local one that is started for the first
 * scenario, so that it is as warm as it becomes.
 */
public final class SharedKafka {

    private LocalKafka local;

    /** Its addresses, as {@code bootstrap.servers} takes them. */
    String servers(Plan plan) throws IOException {
        if (!plan.kafkaServers().isEmpty()) {
            return plan.kafkaServers();
        }
        if (local == null) {
            local = LocalKafka.start(plan.directory());
        }
        return local.bootstrapServers();
    }

    /** Stops the one that was started. */
    void end() throws IOException {
        if (local != null) {
            local.close();
            local = null;
        }
    }
}

package io.penstock.bench.application;

import io.penstock.bench.application.load.Flow;
import io.penstock.listener.QueueListener;
import io.smallrye.common.annotation.RunOnVirtualThread;

import java.util.List;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Listeners as short as they can be. The one that is measured is started. */
@Singleton
class MeasuredListeners {

    private static final int PARTITIONS = 16;

    private final Flow flow;

    @Inject
    MeasuredListeners(Flow flow) {
        this.flow = flow;
    }

    @QueueListener(value = "listener", partitions = PARTITIONS, autoStart = false)
    void single(byte[] body) {
        flow.handled(body);
    }

    @QueueListener(value = "listener-batch", partitions = PARTITIONS, batchSize = Flow.BATCH, autoStart = false)
    void batch(List<byte[]> bodies) {
        flow.handled(bodies);
    }

    @QueueListener(value = "listener-virtual", partitions = PARTITIONS, autoStart = false)
    @RunOnVirtualThread
    void virtual(byte[] body) {
        flow.handled(body);
    }
}

package io.penstock.bench.application.load;

import io.penstock.bench.measure.Meter;

import java.nio.ByteBuffer;
import java.util.ArrayList;

/** Sends until the flow ends, as fast as it goes. */
final class Producer implements Runnable {

    private final Way way;
    private final int payloadBytes;
    private final Flow flow;
    private final Transport transport;
    private final Channels channels;

    Producer(Way way, int payloadBytes, Flow flow, Transport transport, Channels channels) {
        this.way = way;
        this.payloadBytes = payloadBytes;
        this.flow = flow;
        this.transport = transport;
        this.channels = channels;
    }

    @Override
    public void run() {
        try {
            if (way.isBatch()) {
                sendTogether();
            } else {
                sendEach();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            flow.failIf(e);
        }
    }

    private void sendTogether() throws InterruptedException {
        while (flow.acquired(Flow.BATCH)) {
            var bodies = new ArrayList<byte[]>(Flow.BATCH);
            for (int i = 0; i < Flow.BATCH; i++) {
                bodies.add(body(i));
            }
            transport.send(way, bodies, flow);
        }
    }

    private void sendEach() throws InterruptedException {
        for (long i = 0; flow.acquired(1); i++) {
            if (way.isEmitted()) {
                channels.emit(way, body(i));
            } else {
                transport.send(way, body(i), flow);
            }
        }
    }

    /** Begins with the time at which it was made, if it is one of those that are timed. */
    private byte[] body(long number) {
        long startNanos = number % Meter.SAMPLED == 0 ? System.nanoTime() : 0;
        return ByteBuffer.allocate(payloadBytes).putLong(startNanos).array();
    }
}

package io.penstock.bench.broker;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.bench.journal.MemoryScenario;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.bench.measure.WrittenBytes;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.HdrHistogram.Histogram;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Messages wait in one queue, which nobody reads; what they cost the heap is looked at. Then a consumer comes: how soon
 * it has the first, and how fast it takes and accepts all, up to the last.
 */
public record WaitingScenario(String name) implements Scenario {

    private static final int DIGITS = 3;
    private static final int PAYLOAD_BYTES = 100;
    private static final int TOGETHER = 500;
    private static final long MAX_MINUTES = 10;

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) {
        var load = new BrokerLoad(false, Durability.OS, 1, PAYLOAD_BYTES, 0, TOGETHER, 1);
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS))) {
            broker.declare(load.destination());
            long before = MemoryScenario.liveBytes();
            long written = WrittenBytes.now();
            fill(broker, plan.records());
            double bytes = written < 0 ? Double.NaN : (double) (WrittenBytes.now() - written) / plan.records();
            long heap = Math.max(0, MemoryScenario.liveBytes() - before);
            long began = System.nanoTime();
            long first = drain(broker, plan.records()) - began;
            double rate = plan.records() * 1e9 / (System.nanoTime() - began);
            var further = new LinkedHashMap<String, Object>();
            further.put("payloadBytes", PAYLOAD_BYTES);
            further.put("waitingRecords", plan.records());
            further.put("heapBytes", heap);
            further.put("firstMicros", Meter.micros(first));
            further.put("heapLimitBytes", Runtime.getRuntime().maxMemory());
            var measured = new Windows(rate, rate, new Histogram(DIGITS), bytes, Double.NaN, 1);
            return Result.of(name, "os", measured, further);
        }
    }

    private static void fill(Broker broker, int messages) {
        var message =
                Message.to(BrokerLoad.DESTINATION).body(new byte[PAYLOAD_BYTES]).build();
        CompletableFuture<?> before = CompletableFuture.completedFuture(null);
        for (int sent = 0; sent < messages; sent += TOGETHER) {
            var together = Collections.nCopies(Math.min(TOGETHER, messages - sent), message);
            var sending = broker.sendAllAsync(together).toCompletableFuture();
            before.join();
            before = sending;
        }
        before.join();
    }

    /** Takes and accepts everything; returns when the first came. */
    private static long drain(Broker broker, int messages) {
        var first = new CompletableFuture<Long>();
        var left = new CountDownLatch(messages);
        var self = new AtomicReference<Consumer>();
        var consumer = broker.consume(
                ConsumerOptions.ofQueue(BrokerLoad.DESTINATION, "bench").build(), deliveries -> {
                    first.complete(System.nanoTime());
                    self.get().acceptAsync(deliveries).whenComplete((accepted, failure) -> {
                        if (failure != null) {
                            first.obtrudeException(failure);
                        }
                        deliveries.forEach(delivery -> left.countDown());
                    });
                });
        self.set(consumer);
        consumer.request(Long.MAX_VALUE);
        try {
            if (!left.await(MAX_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " of " + messages + " messages were not accepted in "
                        + MAX_MINUTES + " minutes.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while messages were taken.", e);
        } finally {
            consumer.close();
        }
        return first.join();
    }
}

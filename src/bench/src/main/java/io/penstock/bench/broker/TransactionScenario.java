package io.penstock.bench.broker;

import io.penstock.Broker;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One thread sends in transactions, and waits for each commit before it begins the next. Nobody reads. */
public record TransactionScenario(String name, Durability durability, int sends) implements Scenario {

    private static final int PAYLOAD_BYTES = 100;

    /** The broker keeps everything that it was sent. */
    private static final long MAX_BYTES = 8L << 30;

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) {
        var meter = new Meter();
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(durability))) {
            broker.declare(new BrokerLoad(true, durability, 1, PAYLOAD_BYTES, 0, 1, 1).destination());
            var sender = new Thread(() -> sendUntilStopped(broker, meter), "bench-transactions");
            sender.start();
            Windows measured;
            try {
                measured = Windows.measure(plan, meter, MAX_BYTES);
            } finally {
                meter.stop();
                Joined.await(sender);
            }
            return Result.of(
                    name,
                    durability.name().toLowerCase(Locale.ROOT),
                    measured,
                    Map.of("payloadBytes", PAYLOAD_BYTES, "sendsPerTransaction", sends));
        }
    }

    private void sendUntilStopped(Broker broker, Meter meter) {
        try {
            while (!meter.isStopped()) {
                long began = System.nanoTime();
                var transaction = broker.begin();
                for (int i = 0; i < sends; i++) {
                    transaction.send(Message.to(BrokerLoad.DESTINATION)
                            .body(new byte[PAYLOAD_BYTES])
                            .build());
                }
                transaction.commitAsync().toCompletableFuture().join();
                meter.took(System.nanoTime() - began);
                meter.completed(sends);
            }
        } catch (RuntimeException | Error e) {
            meter.failed(e);
        }
    }
}

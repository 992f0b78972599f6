package io.penstock.broker;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.storage.DirectoryStorage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Has very many messages wait for their time in a queue with a consumer, and lets the time come: a process of its own,
 * whose heap is small. Arguments: the directory, how many messages, the span of their delays in seconds, 0 for all
 * at one time, and for how many hours they live if they do not live for ever.
 */
final class DelayedProcess {

    private static final int TOGETHER = 5_000;
    private static final int CREDIT = 1_000;
    private static final Duration DELAY = Duration.ofHours(1);

    private DelayedProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[1]);
        int spanSeconds = Integer.parseInt(arguments[2]);
        var life = Duration.ofHours(arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0);
        var clock = new ManualClock();
        var options = BrokerOptions.in(Path.of(arguments[0])).withDurability(Durability.OS);
        var consumed = new CountDownLatch(count);
        try (var broker = EmbeddedBroker.open(
                options,
                clock,
                owner -> LocalLog.open(DirectoryStorage.open(Path.of(arguments[0])), options.log(), clock, owner))) {
            broker.declare(Destination.queue("later").build());
            var consumer = new CompletableFuture<Consumer>();
            consumer.complete(broker.consume(
                    ConsumerOptions.ofQueue("later", "c").build(), deliveries -> {
                        for (var delivery : deliveries) {
                            delivery.acceptAsync().thenRun(() -> {
                                consumed.countDown();
                                consumer.join().request(1);
                            });
                        }
                    }));
            consumer.join().request(CREDIT);
            send(broker, clock.instant().plus(DELAY), count, spanSeconds, life);
            System.out.println("sent");
            clock.advance(DELAY.plusSeconds(spanSeconds));
            consumed.await();
        }
        System.out.println("consumed");
    }

    private static void send(EmbeddedBroker broker, Instant first, int count, int spanSeconds, Duration life) {
        var random = new Random(1);
        for (int sent = 0; sent < count; ) {
            List<Message> together = new ArrayList<>();
            for (int i = 0; i < TOGETHER && sent < count; i++, sent++) {
                var message = Message.to("later")
                        .deliverAt(first.plusSeconds(spanSeconds == 0 ? 0 : random.nextInt(spanSeconds)))
                        .body("b");
                together.add((life.isZero() ? message : message.expiresAt(first.plus(life))).build());
            }
            broker.sendAll(together);
        }
    }
}

package io.penstock.broker;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Subscription;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A process of its own that dies in the middle of its handler, as long as it is handed the message that kills it. */
final class PoisonProcess {

    static final int MAX_DELIVERIES = 3;
    static final int KILLED = 137;

    private PoisonProcess() {}

    /**
     * Sends an end, and consumes until that comes.
     *
     * @param arguments the data directory, how many it has at a time, and {@code send} to send one that kills before,
     *     and as many others around it
     */
    public static void main(String[] arguments) throws InterruptedException {
        int prefetch = Integer.parseInt(arguments[1]);
        String end = "end of " + ProcessHandle.current().pid();
        try (var broker =
                EmbeddedBroker.open(BrokerOptions.in(Path.of(arguments[0])).withDurability(Durability.OS))) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(
                    Subscription.ofQueue("orders").maxDeliveries(MAX_DELIVERIES).build());
            if (arguments.length > 2) {
                for (int i = 1; i < prefetch; i++) {
                    broker.send(Message.to("orders")
                            .body(i == prefetch / 2 ? "poison" : "innocent")
                            .build());
                }
                if (prefetch == 1) {
                    broker.send(Message.to("orders").body("poison").build());
                }
            }
            broker.send(Message.to("orders").body(end).build());
            var ended = new CountDownLatch(1);
            var consumers = new CompletableFuture<Consumer>();
            var consumer = broker.consume(
                    ConsumerOptions.ofQueue("orders", "c").build(),
                    deliveries -> deliveries.forEach(delivery -> handle(delivery, () -> {
                        if (delivery.message().bodyText().equals(end)) {
                            ended.countDown();
                        }
                        consumers.join().request(1);
                    })));
            consumers.complete(consumer);
            consumer.request(prefetch);
            ended.await();
        }
    }

    private static void handle(Delivery delivery, Runnable accepted) {
        var body = delivery.message().bodyText();
        System.out.println(body + " " + delivery.deliveries());
        System.out.flush();
        if (body.equals("poison")) {
            Runtime.getRuntime().halt(KILLED);
        }
        delivery.acceptAsync().thenRun(accepted);
    }
}

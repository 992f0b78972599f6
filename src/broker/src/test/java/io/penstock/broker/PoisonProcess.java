package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Subscription;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process of its own that dies in the middle of its handler, as long as it is handed the message that kills it. */
final class PoisonProcess {

    static final int MAX_DELIVERIES = 3;
    static final int KILLED = 137;

    private PoisonProcess() {}

    /** @param arguments the data directory, and {@code send} to send before consuming */
    public static void main(String[] arguments) throws InterruptedException {
        try (var broker =
                EmbeddedBroker.open(BrokerOptions.in(Path.of(arguments[0])).withDurability(Durability.OS))) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(
                    Subscription.ofQueue("orders").maxDeliveries(MAX_DELIVERIES).build());
            if (arguments.length > 1) {
                broker.send(Message.to("orders").body("poison").build());
            }
            broker.send(Message.to("orders").body("end").build());
            var ended = new CountDownLatch(1);
            broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), deliveries -> handle(deliveries, ended))
                    .request(1);
            ended.await();
        }
    }

    private static void handle(List<Delivery> deliveries, CountDownLatch ended) {
        var delivery = deliveries.get(0);
        System.out.println(delivery.message().bodyText() + " " + delivery.deliveries());
        System.out.flush();
        if (delivery.message().bodyText().equals("poison")) {
            Runtime.getRuntime().halt(KILLED);
        }
        delivery.acceptAsync().thenRun(ended::countDown);
    }
}

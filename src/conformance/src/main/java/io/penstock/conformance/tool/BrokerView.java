package io.penstock.conformance.tool;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Message;
import io.penstock.StoredMessage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Shows what a broker has, as lines that are the same for two brokers that have the same: everything but offsets, and
 * what is counted from the start of a process.
 */
public final class BrokerView {

    private static final int MOST = BrowseRequest.MAX_LIMIT;

    private BrokerView() {}

    /** What is declared, kept, waiting, known and planned. */
    public static List<String> of(Broker broker) {
        var lines = new ArrayList<String>();
        for (var destination : broker.destinations()) {
            lines.add(destination.toString());
            if (destination.isExchange()) {
                broker.bindings(destination.name()).forEach(each -> lines.add(each.toString()));
            } else {
                messages(broker, destination, lines);
            }
        }
        broker.routing().rules().forEach(each -> lines.add(each.toString()));
        broker.prepared()
                .forEach(each -> lines.add("prepared " + HexFormat.of().formatHex(each.globalId()) + " "
                        + each.preparedAt() + " " + each.sends() + " " + each.settlements()));
        broker.schedules().list().forEach(each -> lines.add(each.toString()));
        broker.operations().list().forEach(each -> lines.add(each.toString()));
        broker.alerts().rules().forEach(each -> lines.add(each.toString()));
        return lines;
    }

    private static void messages(Broker broker, Destination destination, List<String> lines) {
        var name = destination.name();
        broker.browse(BrowseRequest.all(name, MOST).build()).forEach(each -> lines.add(name + " has " + text(each)));
        var statistics = broker.statistics(name);
        lines.add(name + " depth " + statistics.depth());
        var counts = statistics.subscriptions().stream()
                .collect(Collectors.toMap(SubscriptionStatistics::name, each -> each));
        for (var subscription : broker.subscriptions(name)) {
            lines.add(subscription.toString());
            var count = counts.get(subscription.name());
            lines.add(subscription.name() + " waiting " + count.waiting() + " scheduled " + count.scheduled()
                    + " paused " + count.paused());
            broker.browse(BrowseRequest.all(name, MOST)
                            .subscription(subscription.name())
                            .build())
                    .forEach(each -> lines.add(subscription.name() + " waits for " + text(each)));
        }
    }

    private static String text(StoredMessage stored) {
        return stored.partition() + (stored.parked() ? " parked " : " ") + text(stored.message());
    }

    private static String text(Message message) {
        var text = new StringBuilder(String.valueOf(message.id()))
                .append(' ')
                .append(message.keyText())
                .append(' ')
                .append(message.bodyText())
                .append(' ')
                .append(message.timestamp())
                .append(' ')
                .append(message.priority())
                .append(' ')
                .append(message.deliverAt())
                .append(message.expiresAt())
                .append(message.exchange())
                .append(message.routingKey());
        for (var header : message.headers()) {
            if (!header.name().equals(DeadLetterRecord.ORIGIN_OFFSET)) {
                text.append(' ')
                        .append(header.name())
                        .append('=')
                        .append(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    /**
     * Takes everything that can be taken and accepts it: what was handed out of each subscription, by partition and
     * priority, in order.
     */
    public static Map<String, List<String>> drained(Broker broker) throws InterruptedException {
        var all = new TreeMap<String, List<String>>();
        for (var destination : broker.destinations()) {
            for (var subscription : broker.subscriptions(destination.name())) {
                var options = destination.isQueue()
                        ? ConsumerOptions.ofQueue(destination.name(), "drain").build()
                        : ConsumerOptions.ofTopic(destination.name(), subscription.name(), "drain")
                                .build();
                drain(broker, options, all);
            }
        }
        return all;
    }

    private static void drain(Broker broker, ConsumerOptions options, Map<String, List<String>> all)
            throws InterruptedException {
        try (var consumer = broker.consume(options)) {
            // Not to wait means to look whether there is anything now, and to be told so for certain.
            for (var next = consumer.receive(Duration.ZERO); next.isPresent(); next = consumer.receive(Duration.ZERO)) {
                note(next.get(), all);
            }
        }
    }

    private static void note(Delivery delivery, Map<String, List<String>> all) {
        var message = delivery.message();
        var from = message.destination() + " " + delivery.subscription() + " " + delivery.partition() + " "
                + message.priority();
        all.computeIfAbsent(from, each -> new ArrayList<>())
                .add(text(message) + " attempt " + delivery.attempt() + " deliveries " + delivery.deliveries());
        delivery.accept();
    }
}

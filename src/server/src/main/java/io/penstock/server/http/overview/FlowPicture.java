package io.penstock.server.http.overview;

import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.server.http.overview.DestinationLook.SubscriptionLook;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Draws who sends where and who reads it, as one caller may see it: what is in use comes first. A queue is drawn with
 * its subscription as one. Not thread-safe.
 */
final class FlowPicture {

    /** The most destinations: more are no picture. */
    static final int MAX_DESTINATIONS = 300;

    /** The most consumers of a subscription, and the most bindings of an exchange: there is to be room for others. */
    static final int MAX_OF_ONE = 50;

    private static final Comparator<DestinationLook> BUSIEST = Comparator.comparingDouble(
                    (DestinationLook look) -> look.in() + look.out())
            .thenComparingLong(DestinationLook::waiting)
            .reversed()
            .thenComparing(DestinationLook::name);

    private final Broker broker;
    private final Looks looks;
    private final FlowCanvas canvas = new FlowCanvas();

    /** @param broker as the caller may use it */
    FlowPicture(Broker broker, Looks looks) {
        this.broker = broker;
        this.looks = looks;
    }

    FlowView draw(SenderRates senders) {
        var all = broker.destinations();
        var shown = all.stream()
                .map(looks::at)
                .sorted(BUSIEST)
                .limit(MAX_DESTINATIONS)
                .toList();
        if (shown.size() < all.size() || senders.isCut()) {
            canvas.cut();
        }
        shown.forEach(look -> canvas.add(destination(look)));
        senders(senders.rates());
        schedules();
        shown.forEach(this::readers);
        all.stream()
                .filter(each -> each.isExchange() && canvas.has(id(each.name())))
                .forEach(this::ways);
        return canvas.view();
    }

    private static String id(String destination) {
        return FlowView.DESTINATION + ":" + destination;
    }

    private static FlowView.Node destination(DestinationLook look) {
        return new FlowView.Node(id(look.name()), FlowView.DESTINATION, look.name(), null, look.kind(), look.waiting());
    }

    private void senders(Map<SenderRates.Pair, Double> rates) {
        rates.entrySet().stream()
                .sorted(Map.Entry.<SenderRates.Pair, Double>comparingByValue()
                        .reversed()
                        .thenComparing(each -> each.getKey().toString()))
                .forEach(each -> sender(
                        each.getKey().door(),
                        each.getKey().name(),
                        each.getKey().destination(),
                        each.getValue()));
    }

    private void sender(String door, String name, String destination, Double rate) {
        var id = FlowView.SENDER + ":" + door + "/" + name;
        if (canvas.has(id(destination)) && canvas.add(new FlowView.Node(id, FlowView.SENDER, name, door, null, null))) {
            canvas.connect(id, id(destination), FlowView.SENDS, rate);
        }
    }

    private void schedules() {
        if (broker.capabilities().supports(Capability.SCHEDULES)) {
            broker.schedules()
                    .list()
                    .forEach(state -> sender(
                            "schedule",
                            state.schedule().name(),
                            state.schedule().message().destination(),
                            null));
        }
    }

    private void readers(DestinationLook look) {
        for (var subscription : look.subscriptions()) {
            var name = subscription.statistics().name();
            var from = look.kind() == DestinationKind.QUEUE ? id(look.name()) : subscription(look, subscription);
            consumers(from, look.name() + "/" + name, subscription);
            double letters = subscription.deadLettered();
            boolean isOnlyQueue = subscription.letterQueues().size() == 1;
            subscription
                    .letterQueues()
                    .forEach(queue ->
                            canvas.connect(from, id(queue), FlowView.DEAD_LETTER, isOnlyQueue ? letters : null));
        }
    }

    private String subscription(DestinationLook look, SubscriptionLook subscription) {
        var known = subscription.statistics();
        var id = FlowView.SUBSCRIPTION + ":" + look.name() + "/" + known.name();
        canvas.add(new FlowView.Node(id, FlowView.SUBSCRIPTION, known.name(), null, null, known.waiting()));
        canvas.connect(id(look.name()), id, FlowView.READS, subscription.out());
        return id;
    }

    private void consumers(String from, String path, SubscriptionLook subscription) {
        var readers = subscription.readers().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        for (var reader : limited(readers)) {
            var id = FlowView.CONSUMER + ":" + path + "/" + reader.getKey();
            canvas.add(new FlowView.Node(id, FlowView.CONSUMER, reader.getKey(), null, null, null));
            canvas.connect(from, id, FlowView.READS, reader.getValue());
        }
    }

    private <T> List<T> limited(List<T> all) {
        if (all.size() <= MAX_OF_ONE) {
            return all;
        }
        canvas.cut();
        return all.subList(0, MAX_OF_ONE);
    }

    /** What an exchange sends on is not counted for each way. */
    private void ways(Destination exchange) {
        try {
            var bound = broker.bindings(exchange.name()).stream()
                    .map(Binding::destination)
                    .distinct()
                    .toList();
            limited(bound)
                    .forEach(destination ->
                            canvas.connect(id(exchange.name()), id(destination), FlowView.BINDING, null));
        } catch (PenstockException.UnknownDestination | PenstockException.Forbidden e) {
            return; // It was deleted meanwhile, or the caller has lost the right to see it.
        }
        var alternate = exchange.exchange().alternate();
        if (alternate != null) {
            canvas.connect(id(exchange.name()), id(alternate), FlowView.FORWARD, null);
        }
    }
}

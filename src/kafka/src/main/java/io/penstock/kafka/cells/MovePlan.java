package io.penstock.kafka.cells;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What moves to another cell: a destination, the dead-letter queues that it has, and its subscriptions. It stands in
 * the place of the destination while that is moved, so that whoever goes on with it knows what there was.
 *
 * @param target the name of the cell
 * @param destinations dead-letter queues before the one whose letters they have
 */
record MovePlan(String target, List<Destination> destinations, List<Subscription> subscriptions) {

    private static final int NO_ID = 0;

    MovePlan {
        destinations = List.copyOf(destinations);
        subscriptions = List.copyOf(subscriptions);
    }

    /** The names that get the new place: also those of dead-letter queues that do not exist yet. */
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        destinations.forEach(each -> names.add(each.name()));
        subscriptions.forEach(each -> names.addAll(each.deadLetter().queues(each.destination(), each.name())));
        return names;
    }

    String text() {
        var entries = Stream.concat(
                        destinations.stream().map(each -> (Entry) new Entry.DestinationDeclared(each, NO_ID, NO_ID)),
                        subscriptions.stream().map(each -> new Entry.SubscriptionDeclared(NO_ID, each, new long[0])))
                .map(each -> Base64.getEncoder().encodeToString(EntryCodec.encode(each)))
                .collect(Collectors.joining(","));
        return target + "," + entries;
    }

    static MovePlan parse(String text) {
        var parts = text.split(",");
        var destinations = new ArrayList<Destination>();
        var subscriptions = new ArrayList<Subscription>();
        for (int i = 1; i < parts.length; i++) {
            var entry = EntryCodec.decode(ByteBuffer.wrap(Base64.getDecoder().decode(parts[i])));
            if (entry instanceof Entry.DestinationDeclared declared) {
                destinations.add(declared.destination());
            } else if (entry instanceof Entry.SubscriptionDeclared declared) {
                subscriptions.add(declared.subscription());
            } else {
                throw new PenstockException.StorageUnusable("A move has an entry of the kind "
                        + entry.getClass().getSimpleName() + ": use the version that wrote it, or a later one.");
            }
        }
        return new MovePlan(parts[0], destinations, subscriptions);
    }
}

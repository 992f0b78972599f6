package io.penstock.kafka.cells;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.Subscription;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Looks what moves with a destination, and refuses to move it if something stays that needs it. */
final class MoveChecks {

    private final Broker source;

    MoveChecks(Broker source) {
        this.source = source;
    }

    MovePlan plan(Destination destination, String target) {
        String name = destination.name();
        if (destination.isExchange()) {
            throw refused(name, "it is an exchange, which has no messages: delete it, and declare it again");
        }
        var subscriptions = source.subscriptions(name).stream()
                .filter(Subscription::durable)
                .toList();
        var letters = new LinkedHashSet<String>();
        subscriptions.forEach(each -> letters.addAll(each.deadLetter().queues(name, each.name())));
        var moved = new ArrayList<Destination>();
        var all = new ArrayList<Subscription>();
        for (var each : letters) {
            source.destination(each).ifPresent(queue -> {
                moved.add(queue);
                all.addAll(source.subscriptions(each));
            });
        }
        moved.add(destination);
        all.addAll(subscriptions);
        var plan = new MovePlan(target, moved, all);
        var names = new HashSet<String>();
        moved.forEach(each -> names.add(each.name()));
        requireNotNeeded(names);
        return plan;
    }

    private void requireNotNeeded(Set<String> names) {
        for (var schedule : source.schedules().list()) {
            var to = schedule.schedule().message().destination();
            if (names.contains(to)) {
                throw refused(to, "the schedule '" + schedule.schedule().name() + "' sends to it: cancel that first");
            }
        }
        for (var each : source.destinations()) {
            if (each.isExchange()) {
                source.bindings(each.name()).stream()
                        .filter(binding -> names.contains(binding.destination()))
                        .forEach(binding -> {
                            throw refused(
                                    binding.destination(),
                                    "the exchange '" + each.name() + "' is bound to it: unbind it");
                        });
            } else if (!names.contains(each.name())) {
                requireNotItsLetters(each.name(), names);
            }
        }
    }

    private void requireNotItsLetters(String other, Set<String> names) {
        for (var each : source.subscriptions(other)) {
            each.deadLetter().queues(other, each.name()).stream()
                    .filter(names::contains)
                    .forEach(queue -> {
                        throw refused(
                                queue,
                                "it gets the dead letters of '" + each.name() + "' of '" + other
                                        + "' as well: name another queue there");
                    });
        }
    }

    static PenstockException.Conflict refused(String name, String why) {
        return new PenstockException.Conflict("'" + name + "' cannot be moved to another cell: " + why + ".");
    }
}

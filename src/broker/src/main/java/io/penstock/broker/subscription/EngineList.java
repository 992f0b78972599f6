package io.penstock.broker.subscription;

import io.penstock.broker.delivery.SubscriptionEngine;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A list of engines that any thread goes through while others are added and removed, one at a time: to add the last of
 * many costs no more than to add the first. Whoever goes through it meets each that is there all the while.
 */
final class EngineList {

    private static final Slots NOTHING = new Slots(new SubscriptionEngine[0], 0);

    private volatile Slots slots = NOTHING;

    /** The number of engines; for whoever changes the list. */
    private int count;

    /** Engines at the front of an array that later ones are added to; null where one was removed. */
    private record Slots(SubscriptionEngine[] engines, int used) {

        Stream<SubscriptionEngine> stream() {
            return Arrays.stream(engines, 0, used).filter(Objects::nonNull);
        }
    }

    /** The engines in no order. */
    Stream<SubscriptionEngine> stream() {
        return slots.stream();
    }

    void forEach(Consumer<SubscriptionEngine> action) {
        var known = slots;
        for (int i = 0; i < known.used; i++) {
            var engine = known.engines[i];
            if (engine != null) {
                action.accept(engine);
            }
        }
    }

    int count() {
        return count;
    }

    void add(SubscriptionEngine engine) {
        var known = slots;
        var engines = known.engines;
        if (known.used == engines.length) {
            engines = Arrays.copyOf(engines, Math.max(1, 2 * engines.length));
        }
        engines[known.used] = engine;
        slots = new Slots(engines, known.used + 1);
        count++;
    }

    /** Removes an engine. The result is false if it is not there. */
    boolean remove(SubscriptionEngine engine) {
        var known = slots;
        for (int i = 0; i < known.used; i++) {
            if (known.engines[i] == engine) {
                known.engines[i] = null;
                count--;
                if (2 * count < known.used) {
                    var left = known.stream().toArray(SubscriptionEngine[]::new);
                    slots = left.length == 0 ? NOTHING : new Slots(left, left.length);
                }
                return true;
            }
        }
        return false;
    }
}

package io.penstock.broker.alert;

import io.penstock.DeadLetterAlert;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;

/**
 * The times of the dead letters of a subscription, as far back as an alert counts them, and at most one more than it
 * allows. It is not thread-safe.
 */
final class LetterWindow {

    private final ArrayDeque<Long> deaths = new ArrayDeque<>();

    static LetterWindow of(Collection<Long> times) {
        var window = new LetterWindow();
        window.deaths.addAll(times);
        return window;
    }

    /** A message has died. */
    void add(DeadLetterAlert alert, long nowMillis) {
        deaths.add(nowMillis);
        while (deaths.size() > alert.moreThan() + 1) {
            deaths.poll();
        }
    }

    /** Forgets what is too old, and returns how many are left. */
    int count(DeadLetterAlert alert, long nowMillis) {
        long begin = nowMillis - alert.window().toMillis();
        // Deaths in the future are removed too: the clock may have been set back.
        deaths.removeIf(at -> at <= begin || at > nowMillis);
        return deaths.size();
    }

    int size() {
        return deaths.size();
    }

    List<Long> times() {
        return List.copyOf(deaths);
    }
}

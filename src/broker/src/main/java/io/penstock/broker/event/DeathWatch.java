package io.penstock.broker.event;

import io.penstock.DeadLetterAlert;

import java.util.ArrayDeque;

/**
 * Counts the dead letters of a subscription within the window of its alert, and says when there are more than it
 * allows. It belongs to the subscription's loop.
 */
public final class DeathWatch {

    private final ArrayDeque<Long> deaths = new ArrayDeque<>();
    private boolean raised;

    /** A message has died; true if that is one too many, and those before were not. */
    public boolean died(DeadLetterAlert alert, long nowMillis) {
        if (alert == null) {
            deaths.clear();
            raised = false;
            return false;
        }
        long begin = nowMillis - alert.window().toMillis();
        // Deaths in the future are removed too: the clock may have been set back.
        deaths.removeIf(at -> at <= begin || at > nowMillis);
        raised &= deaths.size() > alert.moreThan();
        deaths.add(nowMillis);
        while (deaths.size() > alert.moreThan() + 1) {
            deaths.poll();
        }
        boolean tooMany = deaths.size() > alert.moreThan();
        boolean news = tooMany && !raised;
        raised = tooMany;
        return news;
    }
}

package io.penstock.security;

import io.penstock.PenstockException;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what each caller has open over all its connections, so that one cannot take what is there for all. */
final class CallerLimits {

    private final int maxTemporaries;

    /** By the name of the caller; who has none is not in it. */
    private final Map<String, Integer> temporaries = new ConcurrentHashMap<>();

    CallerLimits(int maxTemporaries) {
        this.maxTemporaries = maxTemporaries;
    }

    /** @throws PenstockException.Overloaded if the caller has as many temporary destinations as it may */
    void takeTemporary(Caller caller) {
        temporaries.merge(caller.name(), 1, (had, one) -> {
            if (had >= maxTemporaries) {
                throw new PenstockException.Overloaded("The user '" + caller.name() + "' has " + had
                        + " temporary destinations, and may have no more: close some that are not needed any more.");
            }
            return had + one;
        });
    }

    void giveBackTemporary(Caller caller) {
        temporaries.computeIfPresent(caller.name(), (name, had) -> had == 1 ? null : had - 1);
    }
}

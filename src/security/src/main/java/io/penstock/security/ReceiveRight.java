package io.penstock.security;

import io.penstock.ConsumerOptions;
import io.penstock.Routing;
import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

import static io.penstock.security.Action.RECEIVE;

/**
 * The right that a consumer needs for as long as it is there: meanwhile users are removed and lose roles. Safe for use
 * by any thread.
 */
final class ReceiveRight {

    private final CallerRights rights;
    private final Runnable check;

    /** With whom the right was found to be there: while they are the same, so is the answer. */
    private volatile @Nullable Users checked;

    private ReceiveRight(CallerRights rights, Runnable check) {
        this.rights = rights;
        this.check = check;
    }

    static ReceiveRight at(CallerRights rights, String destination) {
        return new ReceiveRight(rights, () -> rights.require(RECEIVE, destination));
    }

    /** A consumer of a rule gets the messages of all topics that the rule covers, of those to come too. */
    static ReceiveRight of(CallerRights rights, ConsumerOptions options, Supplier<Routing> routing) {
        return options.isOfRule()
                ? new ReceiveRight(
                        rights,
                        () -> routing.get().rules().stream()
                                .filter(rule -> rule.name().equals(options.subscription()))
                                .forEach(rule -> rights.requireAll(RECEIVE, rule.pattern())))
                : at(rights, options.destination());
    }

    /** @throws io.penstock.PenstockException.Forbidden if the caller may not receive what the consumer gets */
    void require() {
        var now = rights.users();
        if (checked != now) {
            check.run();
            checked = now;
        }
    }
}

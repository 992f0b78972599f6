package io.penstock;

import java.time.Duration;
import java.util.Objects;

/**
 * A dead-letter alert says when the dead letters of a subscription are worth a call: when there are more than so many
 * within so long. Immutable.
 */
public final class DeadLetterAlert extends Value {

    /** The most letters that can be allowed: the time of each is remembered for the length of the window. */
    public static final int MAX_LETTERS = 10_000;

    /** The longest window in days: whoever looks less often than that needs no alert. */
    public static final int MAX_WINDOW_DAYS = 7;

    private final int moreThan;
    private final Duration window;

    private DeadLetterAlert(Builder builder) {
        moreThan = builder.moreThan;
        window = Objects.requireNonNull(builder.window, "window");
        boolean possible = moreThan >= 0
                && moreThan <= MAX_LETTERS
                && window.compareTo(Duration.ofSeconds(1)) >= 0
                && window.compareTo(Duration.ofDays(MAX_WINDOW_DAYS)) <= 0;
        if (!possible) {
            throw new PenstockException.InvalidConfiguration("Invalid alert of dead letters: moreThan is "
                    + moreThan + ", window is " + window + ": use 0 to " + MAX_LETTERS
                    + " letters, within a second to " + MAX_WINDOW_DAYS + " days.");
        }
    }

    /** Starts an alert for more than so many letters within that time. */
    public static Builder of(int moreThan, Duration window) {
        return new Builder(moreThan, window);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(moreThan, window);
        return builder;
    }

    /** The number of letters that is still no reason to call; 0 to {@value #MAX_LETTERS}. */
    public int moreThan() {
        return moreThan;
    }

    /** The time within which letters are counted; one second to {@value #MAX_WINDOW_DAYS} days. */
    public Duration window() {
        return window;
    }

    @Override
    Object[] fields() {
        return new Object[] {"moreThan", moreThan, "window", window};
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final int moreThan;
        private final Duration window;

        private Builder(int moreThan, Duration window) {
            this.moreThan = moreThan;
            this.window = window;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public DeadLetterAlert build() {
            return new DeadLetterAlert(this);
        }
    }
}

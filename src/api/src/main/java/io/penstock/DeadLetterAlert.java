package io.penstock;

import java.time.Duration;

/**
 * When the dead letters of a subscription are worth a call: more than so many within so long.
 *
 * @param moreThan 0 to {@value #MAX_LETTERS}
 * @param window one second to {@value #MAX_WINDOW_DAYS} days
 */
public record DeadLetterAlert(int moreThan, Duration window) {

    /** The time of each is remembered for the length of the window. */
    public static final int MAX_LETTERS = 10_000;

    /** Whoever looks less often than this needs no alert. */
    public static final int MAX_WINDOW_DAYS = 7;

    public DeadLetterAlert {
        boolean possible = moreThan >= 0
                && moreThan <= MAX_LETTERS
                && window.compareTo(Duration.ofSeconds(1)) >= 0
                && window.compareTo(Duration.ofDays(MAX_WINDOW_DAYS)) <= 0;
        if (!possible) {
            throw new PenstockException.InvalidConfiguration("Invalid alert of dead letters: more than " + moreThan
                    + " within " + window + ": use 0 to " + MAX_LETTERS + " letters, within a second to "
                    + MAX_WINDOW_DAYS + " days.");
        }
    }
}

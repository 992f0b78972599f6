package io.penstock.security;

import java.time.Duration;

/**
 * A login was refused. The message does not tell whether the name is unknown or the password wrong.
 */
public final class LoginRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    LoginRefused(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** How long to wait before the next try; zero if the name or the password was wrong. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Whether there were too many failures, or too many logins at once, so that nothing was checked. */
    public boolean isTooMany() {
        return !retryAfter.isZero();
    }
}

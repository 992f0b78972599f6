package io.penstock.server.http.access;

import io.penstock.security.Caller;
import io.penstock.security.Users;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A session is the login of one user by one browser. {@link Sessions} decides whether it goes on.
 */
final class BrowserSession {

    /** The digest of its token. */
    private final String id;

    private final String user;

    /** Of the user when the password was checked: with another one, the session is over. */
    private final String fingerprint;

    private final Instant begun;
    private Instant used;

    BrowserSession(String id, String user, String fingerprint, Instant begun) {
        this.id = id;
        this.user = user;
        this.fingerprint = fingerprint;
        this.begun = begun;
        used = begun;
    }

    String id() {
        return id;
    }

    String user() {
        return user;
    }

    /** When it was last used; {@link Sessions} reads and sets it one thread at a time. */
    Instant used() {
        return used;
    }

    void use(Instant now) {
        used = now;
    }

    /** Whether its time is over, or its user is another one by now. */
    boolean isOver(Instant now, Duration longest, Duration idle, Users users) {
        return !now.isBefore(begun.plus(longest))
                || !now.isBefore(used().plus(idle))
                || users.fingerprint(user).filter(fingerprint::equals).isEmpty();
    }

    /** Its user, with the roles of now. */
    Caller caller(Users users, String address) {
        return new Caller(user, users.roles(user).orElse(Set.of()), address, true);
    }
}

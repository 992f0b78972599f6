package io.penstock.server.http.access;

import io.penstock.security.AccessControl;
import io.penstock.server.http.request.RequestException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Keeps the sessions of browsers, in the memory of this process alone: they end with it. A session is known by a random
 * token, of which only a digest is kept. Safe for use by any thread.
 */
@Singleton
final class Sessions {

    /** The largest number of sessions: some megabytes. */
    static final int MAX_SESSIONS = 10_000;

    /** The largest number of sessions of one user; a further one ends the one that was used longest ago. */
    static final int MAX_OF_USER = 20;

    /** A session ends when nothing was asked by it for so long: no page of it is open any more. */
    static final Duration IDLE = Duration.ofMinutes(30);

    /** A session ends after so long in any case: more than a day's work. */
    static final Duration LONGEST = Duration.ofHours(12);

    /** The bytes of a token: nobody guesses one. */
    private static final int TOKEN_BYTES = 32;

    private final AccessControl access;
    private final InstantSource clock;

    /** By the digest of the token. */
    private final Map<String, BrowserSession> sessions = new HashMap<>();

    @Inject
    Sessions(AccessControl access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
    }

    /**
     * Opens a session for a user whose password was right.
     *
     * @param fingerprint of the user, taken before the password was checked
     * @return the token, which is known to nobody else
     */
    synchronized String open(String user, String fingerprint) {
        var ofUser = sessions.values().stream()
                .filter(session -> session.user().equals(user))
                .sorted(Comparator.comparing(BrowserSession::used))
                .toList();
        ofUser.stream().limit(Math.max(0, ofUser.size() - MAX_OF_USER + 1)).forEach(this::end);
        if (sessions.size() >= MAX_SESSIONS) {
            endThoseThatAreOver();
        }
        if (sessions.size() >= MAX_SESSIONS) {
            throw RequestException.limitReached(
                    "There are " + MAX_SESSIONS + " sessions. Try again when some have ended.");
        }
        byte[] random = new byte[TOKEN_BYTES];
        // Made when it is needed: a native image must not have it from its build.
        new SecureRandom().nextBytes(random);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var id = digest(token);
        sessions.put(id, new BrowserSession(id, user, fingerprint, clock.instant()));
        return token;
    }

    private void endThoseThatAreOver() {
        var now = clock.instant();
        var users = access.users();
        sessions.values().removeIf(session -> session.isOver(now, LONGEST, IDLE, users));
    }

    /** The session of a token, which is in use with that; empty if there is none, or it is over. */
    synchronized Optional<BrowserSession> use(String token) {
        return Optional.ofNullable(sessions.get(digest(token))).filter(this::isOpen);
    }

    /** Whether a session goes on. Whoever asks uses it, so that a stream keeps its session while it is read. */
    synchronized boolean isOpen(BrowserSession session) {
        if (sessions.get(session.id()) != session) {
            return false;
        }
        var now = clock.instant();
        if (session.isOver(now, LONGEST, IDLE, access.users())) {
            end(session);
            return false;
        }
        session.use(now);
        return true;
    }

    synchronized void end(BrowserSession session) {
        sessions.remove(session.id(), session);
    }

    private static String digest(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}

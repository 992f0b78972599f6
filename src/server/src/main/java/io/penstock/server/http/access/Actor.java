package io.penstock.server.http.access;

import io.penstock.PlainText;
import io.penstock.server.http.request.RequestException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import org.jspecify.annotations.Nullable;

import jakarta.inject.Singleton;

/** Finds who makes the current request, for the record of what was done by hand. */
@Singleton
public final class Actor {

    private static final String ANONYMOUS = "anonymous";

    /** The longest name: enough for a name with a title and an address. */
    public static final int MAX_LENGTH = 256;

    private final CurrentVertxRequest request;

    Actor(CurrentVertxRequest request) {
        this.request = request;
    }

    /**
     * The caller who has proven who they are; while the server is open, and nobody has, the name that the request
     * gives.
     *
     * @throws RequestException if that is no name: too long, or with what could forge a line of a log
     */
    public String or(@Nullable String stated) {
        if (stated != null && (stated.length() > MAX_LENGTH || !PlainText.isPlain(stated))) {
            throw RequestException.malformed("'actor' has more than " + MAX_LENGTH
                    + " characters, or control characters: use a name of one line.");
        }
        var caller = Admission.of(request.getCurrent()).caller();
        if (caller != null) {
            return caller.name();
        }
        return stated == null || stated.isBlank() ? ANONYMOUS : stated;
    }
}

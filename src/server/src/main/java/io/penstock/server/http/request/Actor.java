package io.penstock.server.http.request;

import io.penstock.PlainText;

import jakarta.ws.rs.core.SecurityContext;

/** Finds who makes a request, for the record of what was done by hand. */
public final class Actor {

    private static final String ANONYMOUS = "anonymous";

    /** The longest name: enough for a name with a title and an address. */
    public static final int MAX_LENGTH = 256;

    private Actor() {}

    /**
     * The user whom the server knows, or else the name that the request gives.
     *
     * @throws RequestException if that is no name: too long, or with what could forge a line of a log
     */
    public static String of(SecurityContext security, String stated) {
        if (security.getUserPrincipal() != null) {
            return security.getUserPrincipal().getName();
        }
        if (stated == null || stated.isBlank()) {
            return ANONYMOUS;
        }
        if (stated.length() > MAX_LENGTH || !PlainText.isPlain(stated)) {
            throw RequestException.malformed("'actor' has more than " + MAX_LENGTH
                    + " characters, or control characters: use a name of one line.");
        }
        return stated;
    }
}

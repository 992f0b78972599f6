package io.penstock.server.http.request;

import jakarta.ws.rs.core.SecurityContext;

/** Names who asks, for the record of what was done by hand. */
public final class Actor {

    private static final String ANONYMOUS = "anonymous";

    private Actor() {}

    /** Whom the server knows; else who it says it is. */
    public static String of(SecurityContext security, String stated) {
        if (security.getUserPrincipal() != null) {
            return security.getUserPrincipal().getName();
        }
        return stated == null || stated.isBlank() ? ANONYMOUS : stated;
    }
}

package io.penstock.server.http.access;

import io.penstock.security.AccessControl;
import io.penstock.security.AuditRecord;
import io.penstock.security.Roles;
import io.penstock.server.http.request.RequestException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;

import jakarta.inject.Singleton;

/** Lets administrators alone do what concerns everything that the server keeps. While it is open, everybody may. */
@Singleton
public final class AdminGate {

    private final CurrentVertxRequest request;
    private final AccessControl access;

    AdminGate(CurrentVertxRequest request, AccessControl access) {
        this.request = request;
        this.access = access;
    }

    /**
     * Checks the caller of the current request.
     *
     * @param action in one word, for the audit
     * @param words the same as the middle of a sentence
     * @throws RequestException if the caller may not do it; the audit tells it
     */
    public void require(String action, String words) {
        var caller = Admission.of(request.getCurrent()).caller();
        if (caller != null && !caller.roles().contains(Roles.ADMIN)) {
            access.audit().add(new AuditRecord(caller.name(), caller.address(), action, "", AuditRecord.REFUSED, ""));
            throw RequestException.forbidden("The user '" + caller.name() + "' may not " + words
                    + ", which needs the role " + Roles.ADMIN + ".");
        }
    }
}

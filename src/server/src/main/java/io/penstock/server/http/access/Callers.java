package io.penstock.server.http.access;

import io.penstock.security.Caller;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Makes callers of identities, and identities of callers. */
final class Callers {

    private static final String CALLER = Caller.class.getName();

    private Callers() {}

    /** The identity of a caller whom the store of users knows. */
    static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addRoles(caller.roles())
                .addAttribute(CALLER, caller)
                .build();
    }

    /** The caller of an identity: of the store, or with a token. Null for everybody else. */
    static @Nullable Caller of(@Nullable SecurityIdentity identity, RoutingContext context) {
        if (identity == null || identity.isAnonymous()) {
            return null;
        }
        Caller stored = identity.getAttribute(CALLER);
        if (stored != null) {
            return stored;
        }
        boolean hasToken = identity.getCredential(TokenCredential.class) != null
                || identity.getCredentials().stream().anyMatch(TokenCredential.class::isInstance);
        return hasToken
                ? Caller.external(identity.getPrincipal().getName(), identity.getRoles(), address(context))
                : null;
    }

    /** Where a request comes from; of a proxy that may say so, where it says. Empty if it is not known. */
    static String address(@Nullable RoutingContext context) {
        if (context == null) {
            return "";
        }
        var address = context.request().remoteAddress();
        if (address == null) {
            return "";
        }
        return address.hostAddress() == null ? String.valueOf(address.host()) : address.hostAddress();
    }
}

package io.penstock.server.http.access;

import io.penstock.security.AccessControl;
import io.penstock.security.LoginRefused;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;

import jakarta.inject.Singleton;

/** Checks names and passwords against the store of users, away from the event loops. */
@Singleton
final class StoreIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private final AccessControl access;

    StoreIdentityProvider(AccessControl access) {
        this.access = access;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        var address = Callers.address(HttpSecurityUtils.getRoutingContextAttribute(request));
        return context.runBlocking(() -> login(request, address));
    }

    private SecurityIdentity login(UsernamePasswordAuthenticationRequest request, String address) {
        try {
            var password = new String(request.getPassword().getPassword());
            return Callers.identity(access.login(request.getUsername(), password, address));
        } catch (LoginRefused e) {
            throw new AuthenticationFailedException(e);
        }
    }
}

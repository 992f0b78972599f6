package io.penstock.server.http.access;

import io.penstock.security.AccessControl;
import io.penstock.security.Caller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.CertificateAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;

import jakarta.inject.Singleton;

/** Knows the users of the store by the common name of the certificate that the trust store has found to be good. */
@Singleton
final class CertificateIdentityProvider implements IdentityProvider<CertificateAuthenticationRequest> {

    private final AccessControl access;

    CertificateIdentityProvider(AccessControl access) {
        this.access = access;
    }

    /** Before the provider of Quarkus, which knows everybody who has a certificate and has the default priority. */
    @Override
    public int priority() {
        return 10_000;
    }

    @Override
    public Class<CertificateAuthenticationRequest> getRequestType() {
        return CertificateAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            CertificateAuthenticationRequest request, AuthenticationRequestContext context) {
        var address = Callers.address(HttpSecurityUtils.getRoutingContextAttribute(request));
        var subject = request.getCertificate().getCertificate().getSubjectX500Principal();
        var name = CommonName.of(subject);
        var roles = name == null ? null : access.users().roles(name).orElse(null);
        if (roles == null) {
            return Uni.createFrom()
                    .failure(new AuthenticationFailedException(new UnknownCertificate(subject.getName())));
        }
        return Uni.createFrom().item(Callers.identity(new Caller(name, roles, address, true)));
    }
}

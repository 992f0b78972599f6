package io.penstock.server.http.access;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** Finds the one common name of the subject of a certificate. */
final class CommonName {

    private static final String ATTRIBUTE = "CN";

    private CommonName() {}

    /**
     * The common name; null if there is none, or several. Which one of several counts nobody can know: whoever signs
     * requests might have looked at another one.
     */
    static @Nullable String of(X500Principal subject) {
        List<Object> found = new ArrayList<>();
        try {
            for (var part : new LdapName(subject.getName(X500Principal.RFC2253)).getRdns()) {
                var attribute = part.toAttributes().get(ATTRIBUTE);
                if (attribute != null) {
                    for (int i = 0; i < attribute.size(); i++) {
                        found.add(attribute.get(i));
                    }
                }
            }
        } catch (InvalidNameException e) {
            return null;
        } catch (NamingException e) {
            throw new IllegalStateException("The subject of a certificate cannot be read", e);
        }
        return found.size() == 1 && found.get(0) instanceof String name ? name : null;
    }
}

package io.penstock.server.http.access;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Switches OpenID Connect off unless a provider is configured: without one the server would not start. Every other
 * source of configuration takes precedence.
 */
public final class OidcSwitch implements ConfigSourceFactory {

    private static final String ENABLED = "quarkus.oidc.tenant-enabled";

    /** By each of these a provider is known: its address, its key, or the name of a well-known one. */
    static final List<String> PROVIDER =
            List.of("quarkus.oidc.auth-server-url", "quarkus.oidc.public-key", "quarkus.oidc.provider");

    /** The ordinal of this source, below everything that a person writes. */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean isConfigured = PROVIDER.stream().anyMatch(name -> {
            var value = context.getValue(name);
            return value != null
                    && value.getValue() != null
                    && !value.getValue().isBlank();
        });
        return List.of(new Source(isConfigured));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private record Source(boolean isConfigured) implements ConfigSource {

        @Override
        public String getValue(String property) {
            return ENABLED.equals(property) ? Boolean.toString(isConfigured) : null;
        }

        /** None: what a build finds here must not be taken for the value at run time. */
        @Override
        public Set<String> getPropertyNames() {
            return Set.of();
        }

        @Override
        public String getName() {
            return "whether an OpenID provider is configured";
        }

        @Override
        public int getOrdinal() {
            return ORDINAL;
        }
    }
}

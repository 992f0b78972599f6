package io.penstock.server.http.access;

import io.quarkus.runtime.configuration.ConfigurationException;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The origins whose pages may use the API: the server's own, and those that are configured. */
final class AllowedOrigins {

    private static final Pattern ORIGIN = Pattern.compile("https?://(\\[[0-9a-f:]+]|[a-z0-9_.-]+)(:[0-9]{1,5})?");

    private final Set<String> configured;

    /** @throws ConfigurationException if one of the configured origins is none */
    AllowedOrigins(List<String> configured) {
        this.configured = configured.stream().map(AllowedOrigins::valid).collect(Collectors.toUnmodifiableSet());
    }

    private static String valid(String origin) {
        var lower = origin.strip().toLowerCase(Locale.ROOT);
        if (!ORIGIN.matcher(lower).matches()) {
            throw new ConfigurationException("penstock.http.allowed-origins = " + origin
                    + ": use scheme, host and port as browsers send them, such as https://console.example.com, without"
                    + " a path. There is no origin for all.");
        }
        return lower;
    }

    /** Those that are configured, to be told to browsers. */
    Set<String> configured() {
        return configured;
    }

    boolean isConfigured(String origin) {
        return configured.contains(origin.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the page is the server's own. The scheme is not compared, since a proxy may have ended TLS: at the same
     * name and port there is nobody else.
     */
    static boolean isOwn(String origin, String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }
}

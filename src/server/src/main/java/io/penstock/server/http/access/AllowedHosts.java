package io.penstock.server.http.access;

import io.netty.util.NetUtil;
import io.quarkus.runtime.configuration.ConfigurationException;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names by which browsers may know this server. A page can have the name of its own site lead to this machine (DNS
 * rebinding), and is then of the same origin as the server; but it cannot change what the browser calls the server.
 */
final class AllowedHosts {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private static final Pattern NAME = Pattern.compile("\\*|\\.?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final String bound;
    private final List<String> configured;

    /** @throws ConfigurationException if one of the configured hosts is neither a name nor an address */
    AllowedHosts(String bound, List<String> configured) {
        this.bound = plain(bound);
        this.configured = configured.stream().map(AllowedHosts::valid).toList();
    }

    private static String valid(String host) {
        var plain = plain(host);
        if (!NAME.matcher(plain).matches() && !NetUtil.isValidIpV6Address(plain)) {
            throw new ConfigurationException("penstock.http.allowed-hosts = " + host
                    + ": use names or addresses without scheme and port, such as queues.example.com, or .example.com"
                    + " for all below a domain.");
        }
        return plain;
    }

    /** Whether a request may name the server so, without the port. */
    boolean allow(String host) {
        var name = plain(host);
        return LOOPBACK.contains(name)
                || name.equals(bound)
                || isAddressOfAny(name)
                || configured.stream().anyMatch(each -> matches(each, name));
    }

    /**
     * No site can have an address for its name. So if the server is bound to all addresses, it may be called by any.
     */
    private boolean isAddressOfAny(String name) {
        boolean boundToAll = bound.equals("0.0.0.0") || bound.equals("::");
        return boundToAll && (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name));
    }

    private static boolean matches(String allowed, String name) {
        return allowed.equals("*") || (allowed.startsWith(".") ? name.endsWith(allowed) : name.equals(allowed));
    }

    private static String plain(String host) {
        var lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }
}

package io.penstock.security;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after some failures of one name, or from one address, further tries have to wait, twice as long
 * after each one. It forgets a name or an address that has not failed for a while. Safe for use by any thread.
 */
final class FailedLogins {

    /** The failures after which a name has to wait: typing mistakes are fewer. */
    static final int FREE_BY_NAME = 10;

    /** The failures after which an address has to wait: several people may share it. */
    static final int FREE_BY_ADDRESS = 20;

    /** The first wait, and the longest: at that rate a guesser makes 1,440 tries a day. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** After that time without a failure everything is forgotten. */
    static final Duration MEMORY = Duration.ofMinutes(15);

    /** The largest number of names and addresses that are remembered; the one that failed longest ago is forgotten. */
    static final int MAX_REMEMBERED = 20_000;

    private static final int IPV6_BYTES = 16;

    /** A client is given a network of 64 bits at least. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final InstantSource clock;

    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    private record Failures(int count, long lastMillis) {}

    FailedLogins(InstantSource clock) {
        this.clock = clock;
    }

    /** How long that name, from that address, has to wait now; zero if it need not. */
    synchronized Duration wait(String name, String address) {
        long millis = Math.max(left(name(name), FREE_BY_NAME), left(address(address), FREE_BY_ADDRESS));
        return Duration.ofMillis(millis);
    }

    private long left(@Nullable String key, int free) {
        var known = key == null ? null : failures.get(key);
        if (known == null || known.count < free) {
            return 0;
        }
        int doublings = Math.min(known.count - free, 16);
        long wait = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << doublings);
        return Math.max(0, known.lastMillis + wait - clock.millis());
    }

    synchronized void failed(String name, String address) {
        add(name(name));
        var from = address(address);
        if (from != null) {
            add(from);
        }
    }

    private void add(String key) {
        long now = clock.millis();
        failures.merge(
                key,
                new Failures(1, now),
                (known, one) -> now - known.lastMillis > MEMORY.toMillis()
                        ? one
                        : new Failures(Math.min(known.count, Integer.MAX_VALUE - 1) + 1, now));
    }

    /** That name was proven; what was tried from its address before is not forgotten. */
    synchronized void succeeded(String name) {
        failures.remove(name(name));
    }

    private static String name(String name) {
        return "n" + name.substring(0, Math.min(name.length(), UserEntry.MAX_NAME));
    }

    /**
     * The key of an address; null if it is not known, as within a process, where all would share it. Whoever has one
     * address of IPv6 has the 2^64 of its network, which count as one.
     */
    private static @Nullable String address(String address) {
        if (address.isEmpty()) {
            return null;
        }
        int zone = address.indexOf('%');
        var plain = zone < 0 ? address : address.substring(0, zone);
        if (plain.indexOf(':') < 0) {
            return "a" + plain;
        }
        try {
            // With a colon it is never looked up as a name. An address of IPv4 in one of IPv6 becomes the former.
            var parsed = InetAddress.getByName(plain);
            byte[] bytes = parsed.getAddress();
            return bytes.length == IPV6_BYTES
                    ? "a" + HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES)
                    : "a" + parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return "a" + plain;
        }
    }
}

package io.penstock.jms.subscription;

import io.penstock.Destination;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name that a subscription of a JMS client has in the broker: {@code owner..name}, and {@code owner..name..kind}
 * unless it is an unshared durable one. The owner is the client identifier, or {@code jms} if there is none. Two
 * different JMS subscriptions never get the same name, and by custom no other front door uses names with two dots.
 */
public record SubscriptionName(Kind kind, String clientId, String name) {

    public enum Kind {
        DURABLE("", true, false),
        SHARED_DURABLE("..shared", true, true),
        SHARED("..shared-nondurable", false, true),
        NON_DURABLE("..nondurable", false, false);

        private final String suffix;
        private final boolean durable;
        private final boolean shared;

        Kind(String suffix, boolean durable, boolean shared) {
            this.suffix = suffix;
            this.durable = durable;
            this.shared = shared;
        }

        public boolean durable() {
            return durable;
        }

        boolean shared() {
            return shared;
        }
    }

    private static final String NO_CLIENT = "jms";
    private static final String ESCAPE = "hex-";
    private static final String DIGEST = "sha256-";
    private static final int DIGEST_CHARS = 64;

    /** Matches what needs no escaping: single dots inside only, so that two of them always separate. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    SubscriptionName as(Kind other) {
        return new SubscriptionName(other, clientId, name);
    }

    /**
     * The name in the broker. A client identifier and a name of 128 letters of any script (section 4.2.4) can be longer
     * than a name may be; then a digest stands for each that is long.
     */
    public String inBroker() {
        var plain = (clientId == null ? NO_CLIENT : escape(clientId)) + ".." + escape(name) + kind.suffix;
        return plain.length() <= Destination.MAX_NAME_LENGTH
                ? plain
                : (clientId == null ? NO_CLIENT : shortened(clientId)) + ".." + shortened(name) + kind.suffix;
    }

    private static String shortened(String part) {
        var escaped = escape(part);
        return escaped.length() <= DIGEST.length() + DIGEST_CHARS ? escaped : DIGEST + digest(part);
    }

    private static String digest(String part) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String escape(String part) {
        boolean plain = PLAIN.matcher(part).matches()
                && !part.startsWith(ESCAPE)
                && !part.startsWith(DIGEST)
                && !part.equals(NO_CLIENT);
        return plain ? part : ESCAPE + HexFormat.of().formatHex(part.getBytes(StandardCharsets.UTF_8));
    }
}

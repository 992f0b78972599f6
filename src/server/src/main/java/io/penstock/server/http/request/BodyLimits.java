package io.penstock.server.http.request;

import io.penstock.quarkus.config.Setting;
import io.quarkus.runtime.configuration.MemorySize;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.math.BigInteger;
import java.time.Duration;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Holds the limits of request bodies, each checked under the name of its property. */
@Singleton
final class BodyLimits {

    private static final Setting HTTP = new Setting("penstock.http");
    private static final String HTTP_LIMIT = "quarkus.http.limits.max-body-size";

    /** A body that takes longer is taken for one that never ends. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The largest number of bodies: more than any process has connections. */
    private static final int MOST = 1_000_000;

    /** The part of the heap for bodies; the rest is for messages on their way, caches and indexes. */
    private static final int HEAP_SHARE = 8;

    /** The largest body of a stranger, which has a name and a password. */
    private static final int STRANGER_BYTES = 8 * 1_024;

    /** The time in which it has to arrive: a browser sends it with the headers. */
    private static final Duration STRANGER_TIME = Duration.ofSeconds(5);

    /** So many bodies of strangers may be arriving; logins that are checked at a time are fewer. */
    private static final int STRANGERS = 64;

    private static final BodyLimits OF_STRANGERS = new BodyLimits();

    private final boolean isOfStrangers;
    private final int bytes;
    private final long streamBytes;
    private final Duration time;
    private final int number;
    private final long totalBytes;

    /**
     * @param most what the HTTP layer takes, which closes the connection without a word
     * @throws io.penstock.PenstockException.InvalidConfiguration if a limit cannot be
     */
    @Inject
    BodyLimits(HttpLimits limits, @ConfigProperty(name = HTTP_LIMIT) MemorySize most) {
        isOfStrangers = false;
        long highest =
                most.asBigInteger().min(BigInteger.valueOf(Integer.MAX_VALUE)).longValueExact();
        streamBytes = highest;
        bytes = (int) HTTP.of("max-body-size")
                .within(limits.maxBodySize(), 1, highest, "For more, raise " + HTTP_LIMIT + " as well.");
        time = HTTP.of("max-body-time").within(limits.maxBodyTime(), Duration.ofMillis(1), LONGEST);
        number = HTTP.of("max-bodies").within(limits.maxBodies(), 1, MOST);
        totalBytes = limits.maxBodiesSize()
                .map(size -> HTTP.of("max-bodies-size")
                        .within(size, bytes, Long.MAX_VALUE, "One body of penstock.http.max-body-size has to fit."))
                .orElse(Math.max(bytes, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    private BodyLimits() {
        isOfStrangers = true;
        bytes = STRANGER_BYTES;
        streamBytes = STRANGER_BYTES;
        time = STRANGER_TIME;
        number = STRANGERS;
        // One more for each: compressed, and what it is made of.
        totalBytes = 2L * STRANGERS * STRANGER_BYTES;
    }

    /** The limits of bodies that are read before it is known who sends them; nothing configures them. */
    static BodyLimits ofStrangers() {
        return OF_STRANGERS;
    }

    RequestException tooLarge() {
        return isOfStrangers ? RequestException.loginTooLarge(bytes) : RequestException.bodyTooLarge(bytes);
    }

    RequestException tooSlow() {
        return isOfStrangers ? RequestException.loginTooSlow(time) : RequestException.bodyTooSlow(time);
    }

    RequestException tooMany() {
        return isOfStrangers
                ? RequestException.overloaded(number + " logins are arriving at the moment. Try again.")
                : RequestException.tooManyBodies(number);
    }

    /** The largest size of one body. */
    int bytes() {
        return bytes;
    }

    /** The largest size of one body that is taken part by part, since it need not fit into memory. */
    long streamBytes() {
        return streamBytes;
    }

    /** The time in which one body has to arrive; of one that is taken part by part, the next part. */
    Duration time() {
        return time;
    }

    /** The largest number of bodies that arrive at the same time. */
    int number() {
        return number;
    }

    /** The largest size of all bodies together. */
    long totalBytes() {
        return totalBytes;
    }
}

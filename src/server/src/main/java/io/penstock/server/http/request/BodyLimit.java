package io.penstock.server.http.request;

import io.penstock.quarkus.config.Setting;
import io.quarkus.runtime.configuration.MemorySize;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.math.BigInteger;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The largest request body, in bytes. */
@Singleton
final class BodyLimit {

    private static final Setting LIMIT = new Setting("penstock.http.max-body-size");
    private static final String HTTP_LIMIT = "quarkus.http.limits.max-body-size";

    private final long bytes;

    /**
     * @param most what the HTTP layer takes, which closes the connection without a word
     * @throws io.penstock.PenstockException.InvalidConfiguration if the limit cannot be
     */
    @Inject
    BodyLimit(HttpLimits limits, @ConfigProperty(name = HTTP_LIMIT) MemorySize most) {
        long highest =
                most.asBigInteger().min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
        bytes = LIMIT.within(limits.maxBodySize(), 1, highest, "For more, raise " + HTTP_LIMIT + " as well.");
    }

    long bytes() {
        return bytes;
    }
}

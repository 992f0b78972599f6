package io.penstock.kafka.journal;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where other instances reach the engine of an owner.
 *
 * @param host as others reach it
 * @param isTls whether connections are encrypted
 * @param key of this ownership's link; null if all instances have one that they share
 */
public record OwnerLink(String host, int port, boolean isTls, byte @Nullable [] key) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OwnerLink that
                && host.equals(that.host)
                && port == that.port
                && isTls == that.isTls
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, isTls, Arrays.hashCode(key));
    }

    /** Never the key. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}

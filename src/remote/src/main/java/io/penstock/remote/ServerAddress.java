package io.penstock.remote;

import io.penstock.PenstockException;
import io.penstock.remote.connection.SharedKey;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * The address of a server, and the key with which it is logged in to. Immutable.
 *
 * @param key that the server has too, at least 16 random bytes; null for the login of the options
 */
public record ServerAddress(String host, int port, byte @Nullable [] key) {

    /** @throws PenstockException.InvalidConfiguration if it is no port, or if the key is too short */
    public ServerAddress {
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65_535) {
            throw new PenstockException.InvalidConfiguration("The port of a server is " + port + ": use 1 to 65535.");
        }
        if (key != null) {
            new SharedKey(key);
            key = key.clone();
        }
    }

    /** An address of a server that is logged in to as the options say. */
    public ServerAddress(String host, int port) {
        this(host, port, null);
    }

    @Override
    public byte @Nullable [] key() {
        return key == null ? null : key.clone();
    }

    @Nullable
    SharedKey sharedKey() {
        return key == null ? null : new SharedKey(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerAddress that
                && host.equals(that.host)
                && port == that.port
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, Arrays.hashCode(key));
    }

    /** Never the key. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}

package io.penstock.remote;

import io.penstock.PenstockException;
import io.penstock.remote.connection.DeliveryCredit;
import io.penstock.remote.connection.SharedKey;
import io.penstock.spi.PayloadCodec;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Remote options say where the server of a {@link RemoteBroker} is, and how it is reached. Immutable. */
public final class RemoteOptions {

    /** The usual time that calls wait while there is no connection. */
    public static final Duration DEFAULT_FAILOVER_WAIT = Duration.ofSeconds(30);

    /** The usual number of deliveries that a consumer has asked the server for and not yet been handed. */
    public static final int DEFAULT_WINDOW = 256;

    /** The largest window that a server grants. */
    public static final int MAX_WINDOW = DeliveryCredit.MAX_WINDOW;

    /** The most calls that wait for an answer at a time, unless it is set otherwise. */
    public static final int DEFAULT_MAX_CALLS = 10_000;

    /**
     * The address of a server, and the key with which it is logged in to. Immutable.
     *
     * @param key that the server has too, at least 16 random bytes; null for the login of the options
     */
    public record Server(String host, int port, byte @Nullable [] key) {

        /** @throws PenstockException.InvalidConfiguration if it is no port, or if the key is too short */
        public Server {
            Objects.requireNonNull(host, "host");
            if (port < 1 || port > 65_535) {
                throw new PenstockException.InvalidConfiguration(
                        "The port of a server is " + port + ": use 1 to 65535.");
            }
            if (key != null) {
                new SharedKey(key);
                key = key.clone();
            }
        }

        /** An address of a server that is logged in to as the options say. */
        public Server(String host, int port) {
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
            return other instanceof Server that
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

    /**
     * Says where the server of a {@link RemoteBroker} is when that changes in time. It is asked ten times a second, on
     * the thread of the connection: it answers at once, from memory.
     */
    public interface Finder {

        /**
         * Where the server is now. When that is another one than before, the client leaves the former one. Null if
         * nobody knows of a server: then a connection that there is remains, and none is made.
         */
        @Nullable
        Server find();

        /** Why there is no server, or why it is not found: for the error of a call that has waited in vain. */
        String missing();
    }

    /** Those that are tried one after the other; empty if a finder says where the server is. */
    final List<Server> addresses;

    final @Nullable Finder finder;
    final @Nullable TlsOptions tls;
    final boolean isTls;
    final String user;
    final @Nullable String password;
    final @Nullable SharedKey key;
    final Duration failoverWait;
    final int window;
    final int maxCalls;
    final boolean marksMessages;
    final @Nullable PayloadCodec codec;

    private RemoteOptions(Builder builder) {
        addresses = List.copyOf(builder.addresses);
        finder = builder.finder;
        tls = builder.tls;
        isTls = builder.isTls;
        user = builder.user;
        password = builder.password;
        key = builder.key;
        failoverWait = builder.failoverWait;
        window = builder.window;
        maxCalls = builder.maxCalls;
        marksMessages = builder.marksMessages;
        codec = builder.codec;
        require(addresses.isEmpty() == (finder != null), "both addresses and a finder of the server: choose one");
        require(password == null || key == null, "both a password and a shared key: choose one");
        require(!failoverWait.isNegative(), "failoverWait = " + failoverWait + ": use zero or more");
        require(window >= 1 && window <= MAX_WINDOW, "window = " + window + ": use 1 to " + MAX_WINDOW);
        require(maxCalls >= 1, "maxCalls = " + maxCalls + ": use 1 or more");
    }

    private static void require(boolean isRight, String problem) {
        if (!isRight) {
            throw new PenstockException.InvalidConfiguration("Invalid options of a remote broker: " + problem + ".");
        }
    }

    /** Starts with the server at that address. */
    public static Builder to(String host, int port) {
        return new Builder().or(host, port);
    }

    /** Starts with the server that a finder says, which may be another one at each time. */
    public static Builder follow(Finder finder) {
        var builder = new Builder();
        builder.finder = Objects.requireNonNull(finder, "finder");
        return builder;
    }

    /** Collects what the options consist of. Not thread-safe. */
    public static final class Builder {

        private final List<Server> addresses = new ArrayList<>();
        private @Nullable Finder finder;
        private @Nullable TlsOptions tls;
        private boolean isTls;
        private String user = "";
        private @Nullable String password;
        private @Nullable SharedKey key;
        private Duration failoverWait = DEFAULT_FAILOVER_WAIT;
        private int window = DEFAULT_WINDOW;
        private int maxCalls = DEFAULT_MAX_CALLS;
        private boolean marksMessages = true;
        private @Nullable PayloadCodec codec;

        private Builder() {}

        /** Adds an address that is tried when those before it do not answer. */
        public Builder or(String host, int port) {
            addresses.add(new Server(host, port));
            return this;
        }

        /** Encrypts the connection, and checks that the server's certificate is for the host that was named. */
        public Builder tls(TlsOptions options) {
            tls = Objects.requireNonNull(options, "tls");
            isTls = true;
            return this;
        }

        /** Logs in as a user. */
        public Builder login(String name, String secret) {
            user = Objects.requireNonNull(name, "name");
            password = Objects.requireNonNull(secret, "secret");
            return this;
        }

        /** Logs in with the key that the server has too, to do everything. */
        public Builder sharedKey(byte[] bytes) {
            key = new SharedKey(bytes);
            return this;
        }

        /** Names the user that this instance, which has the shared key, calls for. */
        public Builder callsFor(String name) {
            user = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets how long calls wait while there is no connection, before they fail. */
        public Builder failoverWait(Duration time) {
            failoverWait = Objects.requireNonNull(time, "failoverWait");
            return this;
        }

        /** Sets how many deliveries a consumer asks for in advance, if it has the credit. */
        public Builder window(int deliveries) {
            window = deliveries;
            return this;
        }

        /** Sets how many calls may wait for their answers; further ones that need not wait are refused. */
        public Builder maxCalls(int most) {
            maxCalls = most;
            return this;
        }

        /**
         * Says whether a message without an id that is sent by itself is given one first, so that a server that was
         * started anew knows it again if the answer was lost; true by default.
         */
        public Builder marksMessages(boolean marked) {
            marksMessages = marked;
            return this;
        }

        /** Sets the codec of the application for objects; none by default. */
        public Builder codec(@Nullable PayloadCodec payloads) {
            codec = payloads;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public RemoteOptions build() {
            return new RemoteOptions(this);
        }
    }
}

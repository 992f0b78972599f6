package io.penstock.remote;

import io.penstock.PenstockException;
import io.penstock.remote.connection.SharedKey;
import io.penstock.security.AccessControl;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/** Server options say where a {@link BrokerServer} listens, whom it lets in, and how much each may take. Immutable. */
public final class BrokerServerOptions {

    /** The longest time that a client may take from connecting to being logged in. */
    public static final Duration DEFAULT_LOGIN_TIMEOUT = Duration.ofSeconds(10);

    /** The time without any sign of a client after which its connection is cut; clients show one every few seconds. */
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

    /** The time for which a client that has lost its connection is remembered: longer than any waits for an answer. */
    public static final Duration DEFAULT_LINK_MEMORY = Duration.ofMinutes(2);

    public static final int DEFAULT_MAX_CONNECTIONS = 1_000;

    public static final int DEFAULT_MAX_FRAME_BYTES = 16 << 20;

    /** The smallest limit of frames: what is no message has room in it. */
    public static final int MIN_FRAME_BYTES = 64 << 10;

    /** The bytes of messages that the clients of one connection may hold without having settled them. */
    public static final long DEFAULT_MAX_HELD_BYTES = 64L << 20;

    final String host;
    final int port;
    final @Nullable TlsOptions tls;
    final @Nullable AccessControl access;
    final @Nullable SharedKey key;
    final boolean isOpen;
    final boolean handsOver;
    final Duration loginTimeout;
    final Duration idleTimeout;
    final Duration linkMemory;
    final int maxConnections;
    final int maxFrameBytes;
    final long maxHeldBytes;

    private BrokerServerOptions(Builder builder) {
        host = builder.host;
        port = builder.port;
        tls = builder.tls;
        access = builder.access;
        key = builder.key;
        isOpen = builder.isOpen;
        handsOver = builder.handsOver;
        loginTimeout = builder.loginTimeout;
        idleTimeout = builder.idleTimeout;
        linkMemory = builder.linkMemory;
        maxConnections = builder.maxConnections;
        maxFrameBytes = builder.maxFrameBytes;
        maxHeldBytes = builder.maxHeldBytes;
        require(port >= 0 && port <= 65_535, "port = " + port + ": use 0 for any free one, to 65535");
        require(tls == null || tls.keyStore() != null, "its TLS has no key store: name the one with its certificate");
        require(
                isOpen != (access != null || key != null),
                "say who may come in, by users or by a shared key; or that it is open to everybody who can reach it");
        require(isTime(loginTimeout), "loginTimeout = " + loginTimeout + ": use a second to a day");
        require(isTime(idleTimeout), "idleTimeout = " + idleTimeout + ": use a second to a day");
        require(isTime(linkMemory), "linkMemory = " + linkMemory + ": use a second to a day");
        require(maxConnections >= 1, "maxConnections = " + maxConnections + ": use 1 or more");
        require(
                maxFrameBytes >= MIN_FRAME_BYTES,
                "maxFrameBytes = " + maxFrameBytes + ": use " + MIN_FRAME_BYTES + " or more");
        require(maxHeldBytes >= 1, "maxHeldBytes = " + maxHeldBytes + ": use 1 or more");
    }

    private static boolean isTime(Duration time) {
        return time.compareTo(Duration.ofSeconds(1)) >= 0 && time.compareTo(Duration.ofDays(1)) <= 0;
    }

    private static void require(boolean isRight, String problem) {
        if (!isRight) {
            throw new PenstockException.InvalidConfiguration("Invalid options of a server: " + problem + ".");
        }
    }

    /** Starts with a server that listens on any free port of this machine for programs of this machine. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what the options consist of. Not thread-safe. */
    public static final class Builder {

        private String host = "localhost";
        private int port;
        private @Nullable TlsOptions tls;
        private @Nullable AccessControl access;
        private @Nullable SharedKey key;
        private boolean isOpen;
        private boolean handsOver;
        private Duration loginTimeout = DEFAULT_LOGIN_TIMEOUT;
        private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
        private Duration linkMemory = DEFAULT_LINK_MEMORY;
        private int maxConnections = DEFAULT_MAX_CONNECTIONS;
        private int maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
        private long maxHeldBytes = DEFAULT_MAX_HELD_BYTES;

        private Builder() {}

        /** Sets the address to listen on, such as {@code 0.0.0.0} for all of the machine. */
        public Builder host(String address) {
            host = Objects.requireNonNull(address, "host");
            return this;
        }

        /** Sets the port; 0 for any that is free. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Sets the certificate, with which connections are encrypted; null for none. */
        public Builder tls(@Nullable TlsOptions options) {
            tls = options;
            return this;
        }

        /**
         * Has clients log in as users of that store, who may do what its permissions say. With a shared key too, an
         * instance may name the user it calls for, who is checked in the same way.
         */
        public Builder access(AccessControl control) {
            access = Objects.requireNonNull(control, "access");
            return this;
        }

        /**
         * Lets in whoever has that key. An instance that has it may do everything, unless it names a user that it calls
         * for.
         *
         * @param bytes at least 16 random bytes
         */
        public Builder sharedKey(byte[] bytes) {
            key = new SharedKey(bytes);
            return this;
        }

        /** Lets in everybody who can reach the port, to do everything. */
        public Builder open() {
            isOpen = true;
            return this;
        }

        /**
         * Says whether another server goes on when the broker of this one has failed. Then a call that fails with the
         * broker is not answered: its connection ends, so that the client calls again where somebody serves.
         */
        public Builder handsOver(boolean isFollowed) {
            handsOver = isFollowed;
            return this;
        }

        public Builder loginTimeout(Duration time) {
            loginTimeout = Objects.requireNonNull(time, "loginTimeout");
            return this;
        }

        public Builder idleTimeout(Duration time) {
            idleTimeout = Objects.requireNonNull(time, "idleTimeout");
            return this;
        }

        /** Sets how long a client that has lost its connection is remembered, with what it has called for. */
        public Builder linkMemory(Duration time) {
            linkMemory = Objects.requireNonNull(time, "linkMemory");
            return this;
        }

        /** Sets how many connections there may be, those included that have not logged in. */
        public Builder maxConnections(int most) {
            maxConnections = most;
            return this;
        }

        /** Sets the longest frame that is taken; at least a message of the size that the broker takes has room. */
        public Builder maxFrameBytes(int most) {
            maxFrameBytes = most;
            return this;
        }

        /** Sets how many bytes of messages one connection may hold unsettled, beyond which it is handed nothing. */
        public Builder maxHeldBytes(long most) {
            maxHeldBytes = most;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public BrokerServerOptions build() {
            return new BrokerServerOptions(this);
        }
    }
}

package io.penstock.kafka.instance;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.kafka.journal.OwnerLink;
import io.penstock.kafka.owner.OwnerDoor;
import io.penstock.remote.BrokerServer;
import io.penstock.remote.BrokerServerOptions;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

/**
 * The server of one ownership. It is there before the engine is, and holds those who come meanwhile; and it ends before
 * the engine does, so that nobody is told that the engine ends. It is safe for any thread.
 */
final class LinkDoor implements OwnerDoor, AutoCloseable {

    private static final int KEY_BYTES = 32;

    private final @Nullable DoorSettings settings;
    private final CompletableFuture<Broker> engine = new CompletableFuture<>();
    private @Nullable BrokerServer server;
    private @Nullable OwnerLink link;

    /** @param settings null if nobody else is to reach the owner */
    LinkDoor(@Nullable DoorSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized @Nullable OwnerLink open() {
        var known = link;
        if (settings == null || known != null) {
            return known;
        }
        var shared = settings.sharedKey();
        var key = shared == null ? newKey() : shared;
        var opened = BrokerServer.serve(
                engine,
                BrokerServerOptions.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .tls(settings.tls())
                        .sharedKey(key)
                        .handsOver(true)
                        .build());
        server = opened;
        var made = new OwnerLink(
                settings.advertisedHost(), opened.port(), settings.tls() != null, shared == null ? key : null);
        link = made;
        return made;
    }

    private static byte[] newKey() {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** Lets in who waits: the engine serves. */
    void serve(Broker serving) {
        engine.complete(serving);
    }

    /** Sends everybody away who is there, and waits until nothing of them is left at the engine. */
    @Override
    public void close() {
        BrokerServer last;
        synchronized (this) {
            last = server;
            server = null;
        }
        engine.completeExceptionally(new PenstockException.Unavailable("This instance does not own the cell."));
        if (last != null) {
            last.close();
        }
    }
}

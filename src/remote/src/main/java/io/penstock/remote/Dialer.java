package io.penstock.remote;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps a link connected: to the first address that answers, and again when the connection is lost. */
final class Dialer {

    private static final Logger LOG = Logger.getLogger(Dialer.class);

    /** The longest time for a connection to be made, and then for the login. */
    static final int CONNECT_MILLIS = 5_000;

    private static final long LOGIN_MILLIS = 15_000;

    /** The first pause before it is tried again, and the longest; each is twice as long as the one before. */
    private static final long FIRST_PAUSE_MILLIS = 20;

    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /** How often the server is shown that somebody is here, and asked how it is. */
    private static final long PING_MILLIS = 1_000;

    /** How often calls are looked at that wait for a connection. */
    private static final long SWEEP_MILLIS = 100;

    /** The time without a sign of the server, which answers each ping, after which its connection is given up. */
    private static final int SILENCE_SECONDS = 20;

    /** The longest wait for the server to let go of what the client had. */
    private static final long FAREWELL_MILLIS = 10_000;

    private final RemoteOptions options;
    private final ClientLink link;
    private final Vertx vertx;
    private final NetClient client;
    private final Context context;
    private final CompletableFuture<Void> farewell = new CompletableFuture<>();

    /** All that follows is the event loop's. */
    private @Nullable Channel current;

    private int attempts;
    private boolean isClosed;

    Dialer(RemoteOptions options, ClientLink link) {
        this.options = options;
        this.link = link;
        vertx = Vertxes.open();
        var net = new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpNoDelay(true)
                .setReadIdleTimeout(SILENCE_SECONDS);
        if (options.isTls && options.tls != null) {
            Vertxes.secure(net, options.tls);
            net.setHostnameVerificationAlgorithm("HTTPS");
        }
        client = vertx.createNetClient(net);
        context = vertx.getOrCreateContext();
        vertx.setPeriodic(PING_MILLIS, any -> link.ping());
        vertx.setPeriodic(SWEEP_MILLIS, any -> link.sweep());
    }

    void start() {
        context.runOnContext(any -> dial());
    }

    private void dial() {
        if (isClosed) {
            return;
        }
        var address = options.addresses.get(attempts++ % options.addresses.size());
        client.connect(address.port(), address.host()).onComplete(done -> {
            if (done.failed()) {
                LOG.debugf("No connection to %s: %s", address, done.cause());
                dialLater();
            } else if (isClosed) {
                done.result().close();
            } else {
                var channel = new Channel(done.result(), context, link, options, this::lost);
                current = channel;
                vertx.setTimer(LOGIN_MILLIS, any -> {
                    if (!channel.isReady()) {
                        channel.end(null);
                    }
                });
            }
        });
    }

    private void lost(Channel channel) {
        if (channel != current) {
            return;
        }
        current = null;
        if (isClosed) {
            farewell.complete(null);
        } else {
            if (channel.isReady()) {
                attempts = 0;
            }
            dialLater();
        }
    }

    private void dialLater() {
        int round = attempts / options.addresses.size();
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(round, 16));
        vertx.setTimer(1 + ThreadLocalRandom.current().nextLong(pause), any -> dial());
    }

    /** Ends, once the server has let go of what the client had, or does not answer. */
    void close() {
        context.runOnContext(any -> {
            isClosed = true;
            if (current == null) {
                farewell.complete(null);
            } else if (!current.isReady()) {
                current.end(null);
            }
            vertx.setTimer(FAREWELL_MILLIS, late -> farewell.complete(null));
        });
        farewell.join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

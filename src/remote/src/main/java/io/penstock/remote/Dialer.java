package io.penstock.remote;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
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

    /** The server of the connection that there is, or that is being made. */
    private RemoteOptions.@Nullable Server target;

    /** Counts up with each attempt, so that those that were given up are known. */
    private long turn;

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
        vertx.setPeriodic(SWEEP_MILLIS, any -> {
            follow();
            link.sweep();
        });
    }

    void start() {
        context.runOnContext(any -> dial());
    }

    /** Leaves a server that is not the one any more, and does not wait for it either. */
    private void follow() {
        var finder = options.finder;
        var found = finder == null || isClosed ? null : finder.find();
        if (found == null || found.equals(target)) {
            return;
        }
        target = found;
        attempts = 0;
        turn++;
        var former = current;
        if (former == null) {
            dialLater();
        } else {
            LOG.debugf("The server is %s now.", found);
            former.end(null);
        }
    }

    private RemoteOptions.@Nullable Server next() {
        return options.finder == null
                ? options.addresses.get(attempts % options.addresses.size())
                : options.finder.find();
    }

    private void dial() {
        if (isClosed) {
            return;
        }
        long mine = ++turn;
        var address = next();
        target = address;
        if (address == null) {
            return; // Somebody looks for it all the time.
        }
        attempts++;
        client.connect(address.port(), address.host()).onComplete(done -> {
            boolean isWanted = mine == turn && !isClosed;
            if (done.failed()) {
                LOG.debugf("No connection to %s: %s", address, done.cause());
                if (isWanted) {
                    dialLater();
                }
            } else if (isWanted) {
                connected(done.result(), address);
            } else {
                done.result().close();
            }
        });
    }

    private void connected(NetSocket socket, RemoteOptions.Server address) {
        var channel = new Channel(socket, context, link, address.sharedKey(), this::lost);
        current = channel;
        vertx.setTimer(LOGIN_MILLIS, any -> {
            if (!channel.isReady()) {
                channel.end(null);
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
        int round = attempts / Math.max(1, options.addresses.size());
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(round, 16));
        long mine = turn;
        vertx.setTimer(1 + ThreadLocalRandom.current().nextLong(pause), any -> {
            if (mine == turn) {
                dial();
            }
        });
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

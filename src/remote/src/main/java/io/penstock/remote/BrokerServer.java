package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.EngineLimit;
import io.penstock.PenstockException;
import io.penstock.remote.connection.Answer;
import io.penstock.remote.connection.SharedKey;
import io.penstock.remote.connection.Threads;
import io.penstock.remote.wire.Codec;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import org.jboss.logging.Logger;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A broker server serves a broker to {@link RemoteBroker}s over TCP. The broker stays whoever's it was: closing the
 * server does not close it. Safe for use by any thread.
 */
public final class BrokerServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BrokerServer.class);

    /** The most calls that block at a time, of all connections; most of them wait for storage. */
    static final int BLOCKING_THREADS = 64;

    /** The most calls that wait for one of those threads; further ones are refused as too many. */
    static final int MAX_WAITING = 16_384;

    /** The bytes of a frame beyond those of the message in it: its names, and the numbers around it. */
    private static final int FRAME_OVERHEAD_BYTES = 256 << 10;

    /** The bytes of one of many messages beyond those that the broker counts. */
    private static final int MESSAGE_OVERHEAD_BYTES = 128;

    /** The connections that the system keeps until they are taken. */
    private static final int BACKLOG = 256;

    private static final long SWEEP_MILLIS = 1_000;

    private final BrokerServerOptions options;
    private final Vertx vertx;
    private final NetServer server;
    private final Links links;
    private final CompletableFuture<Open> open;
    private final Services services = new Services();
    private final ExecutorService threads;
    private final ExecutorService blocking;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final byte[] instance = SharedKey.nonce();

    /** By connection, the timer that ends it if nobody logs in; -1 once somebody has. */
    private final Map<Session, Long> sessions = new ConcurrentHashMap<>();

    /** What there is as soon as there is a broker. */
    private record Open(LoginCheck doorkeeper, int maxFrameBytes) {}

    private BrokerServer(CompletionStage<? extends Broker> broker, BrokerServerOptions options) {
        this.options = options;
        links = new Links(options, System::nanoTime);
        open = broker.<Open>thenApply(served -> new Open(new LoginCheck(served, options), (int)
                        Math.min(Answer.MAX_BYTES, Math.max(options.maxFrameBytes, largest(served)))))
                .toCompletableFuture();
        threads =
                pool("penstock-remote-server", Math.max(2, Runtime.getRuntime().availableProcessors()));
        blocking = pool("penstock-remote-call", BLOCKING_THREADS);
        vertx = Vertxes.open();
        var net = new NetServerOptions()
                .setHost(options.host)
                .setPort(options.port)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setReadIdleTimeout((int) options.idleTimeout.toSeconds());
        if (options.tls != null) {
            Vertxes.secure(net, options.tls);
        }
        server = vertx.createNetServer(net).connectHandler(this::connected);
        vertx.setPeriodic(
                SWEEP_MILLIS,
                any -> block(() -> {
                    links.sweep();
                    return Codec.Nothing.NOTHING;
                }));
    }

    /** The bytes of the largest frame that the broker can take: one message, or many that are sent together. */
    private static long largest(Broker broker) {
        var capabilities = broker.capabilities();
        long message = capabilities.limit(EngineLimit.MESSAGE_BYTES).orElse(0L);
        long together = capabilities.limit(EngineLimit.TRANSACTION_BYTES).orElse(0L);
        long count = capabilities.limit(EngineLimit.TRANSACTION_OPERATIONS).orElse(0L);
        return Math.max(message, together + count * MESSAGE_OVERHEAD_BYTES) + FRAME_OVERHEAD_BYTES;
    }

    private static ExecutorService pool(String name, int most) {
        var pool = new ThreadPoolExecutor(
                most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), Threads.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Serves a broker, and waits until clients can connect.
     *
     * @throws PenstockException.Unavailable if the port cannot be listened on
     */
    public static BrokerServer serve(Broker broker, BrokerServerOptions options) {
        return serve(CompletableFuture.completedFuture(Objects.requireNonNull(broker, "broker")), options);
    }

    /**
     * Serves a broker that is still being opened: clients can connect, and are let in as soon as it is there. Those who
     * have waited for the longest time of a login are sent away, and come again.
     *
     * @param broker fails if it does not open: then nobody is let in
     * @throws PenstockException.Unavailable if the port cannot be listened on
     */
    public static BrokerServer serve(CompletionStage<? extends Broker> broker, BrokerServerOptions options) {
        var server =
                new BrokerServer(Objects.requireNonNull(broker, "broker"), Objects.requireNonNull(options, "options"));
        try {
            server.server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (RuntimeException e) {
            server.close();
            throw new PenstockException.Unavailable(
                    "The server cannot listen on port " + options.port + " of '" + options.host + "': "
                            + PenstockException.causeOf(e).getMessage(),
                    e);
        }
        LOG.infof("Serving a broker to others on port %d.", server.port());
        return server;
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** The connections that there are, those included that have not logged in. */
    public int connections() {
        return sessions.size();
    }

    private void connected(NetSocket socket) {
        if (sessions.size() >= options.maxConnections) {
            LOG.debugf("A connection is refused: there are %d.", (Object) options.maxConnections);
            socket.close();
            return;
        }
        var session = new Session(this, socket, vertx.getOrCreateContext());
        sessions.put(session, vertx.setTimer(options.loginTimeout.toMillis(), any -> {
            session.refuse(
                    open.isDone()
                            ? new PenstockException.Forbidden(
                                    "Nobody has logged in within " + options.loginTimeout + ".")
                            : new PenstockException.Unavailable("The broker is still being opened."));
        }));
        if (session.isOver()) {
            left(session);
        } else if (!open.isDone() || open.isCompletedExceptionally()) {
            session.hold(open);
        }
    }

    void loggedIn(Session session) {
        var timer = sessions.replace(session, -1L);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    void left(Session session) {
        var timer = sessions.remove(session);
        if (timer != null && timer >= 0) {
            vertx.cancelTimer(timer);
        }
    }

    /** Runs what may block; fails with {@link PenstockException.Overloaded} if too much waits. */
    <T> CompletableFuture<T> block(Supplier<T> action) {
        try {
            return CompletableFuture.supplyAsync(action, blocking);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new PenstockException.Overloaded("The server has too many calls that wait: try again later."));
        }
    }

    Executor threads() {
        return threads;
    }

    Services services() {
        return services;
    }

    Links links() {
        return links;
    }

    LoginCheck doorkeeper() {
        return open.join().doorkeeper;
    }

    byte[] instance() {
        return instance;
    }

    int maxFrameBytes() {
        return open.join().maxFrameBytes;
    }

    /** Whether calls are to be made elsewhere, because the broker serves no more. */
    boolean isHandedOver(Broker broker) {
        return options.handsOver && !broker.health().isRunning();
    }

    long maxHeldBytes() {
        return options.maxHeldBytes;
    }

    long nanos() {
        return System.nanoTime();
    }

    /** Ends all connections, waits until nothing of them is left at the broker, and listens no more. */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        server.close()
                .toCompletionStage()
                .toCompletableFuture()
                .handle((done, failure) -> done)
                .join();
        var all = sessions.keySet().toArray(Session[]::new);
        for (var session : all) {
            session.close();
        }
        for (var session : all) {
            session.cleaned().join();
        }
        links.endAll();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        threads.shutdown();
        blocking.shutdown();
    }
}

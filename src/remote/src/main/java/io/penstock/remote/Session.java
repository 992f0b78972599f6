package io.penstock.remote;

import io.penstock.PenstockException;
import io.penstock.remote.connection.Answer;
import io.penstock.remote.connection.Outbound;
import io.penstock.remote.connection.SerialExecutor;
import io.penstock.remote.connection.SharedKey;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.FrameParser;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.Handshake;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.MalformedFrame;
import io.penstock.remote.wire.StateCodecs;
import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection of a client, at the server. Frames are dealt with in their order on a thread of the server's; what
 * blocks goes to another one. While too much of it is under way, nothing is read.
 */
final class Session {

    private static final Logger LOG = Logger.getLogger(Session.class);

    /** The most frames of one connection that are under way, beyond which nothing is read. */
    static final int MAX_UNDER_WAY = 1_024;

    /** The most bytes of such frames. */
    static final long MAX_UNDER_WAY_BYTES = 8L << 20;

    private final BrokerServer server;
    private final NetSocket socket;
    private final Context context;
    private final Outbound out;
    private final SerialExecutor order;
    private final byte[] nonce = SharedKey.nonce();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong underWayBytes = new AtomicLong();
    private final AtomicBoolean isEnded = new AtomicBoolean();
    private final CompletableFuture<Void> cleaned = new CompletableFuture<>();
    private final Served served = new Served(this);
    private boolean isPaused;

    /** The first frames, on the event loop. */
    private State state = State.CONNECTED;

    private byte @Nullable [] linkId;
    private volatile @Nullable Link link;

    private enum State {
        CONNECTED,
        GREETED,
        LOGGING_IN,
        OPEN
    }

    Session(BrokerServer server, NetSocket socket, Context context) {
        this.server = server;
        this.socket = socket;
        this.context = context;
        order = new SerialExecutor(server.threads());
        out = new Outbound(context, socket, this::hasRoom);
        socket.handler(buffer -> {
            try {
                parser.handle(buffer);
            } catch (MalformedFrame e) {
                cut(e);
            }
        });
        socket.exceptionHandler(failure -> LOG.debugf("A connection failed: %s", failure));
        socket.closeHandler(any -> ended());
    }

    private final FrameParser parser = new FrameParser(this::maxBytes, this::frame);

    private int maxBytes() {
        return state == State.OPEN ? server.maxFrameBytes() : Handshake.MAX_LOGIN_BYTES;
    }

    private void frame(Frame frame) {
        if (isEnded.get()) {
            return;
        }
        switch (state) {
            case CONNECTED -> greet(frame);
            case GREETED -> login(frame);
            case LOGGING_IN -> throw new MalformedFrame("The client does not wait for the answer to its login.");
            case OPEN -> take(frame);
        }
    }

    private void greet(Frame frame) {
        if (frame.kind() != Kind.HELLO) {
            throw new MalformedFrame("The first frame is no greeting.");
        }
        var hello = frame.read(Handshake.HELLO);
        if (!hello.magic().equals(Handshake.MAGIC) || hello.link().length != Handshake.NONCE_BYTES) {
            throw new MalformedFrame("The first frame is no greeting of a client.");
        }
        if (hello.oldest() > Handshake.VERSION || hello.newest() < Handshake.VERSION) {
            refuse(new PenstockException.Unavailable("The client speaks the versions " + hello.oldest() + " to "
                    + hello.newest() + " of the format, and this server version " + Handshake.VERSION + " only."));
            return;
        }
        linkId = hello.link();
        state = State.GREETED;
        var welcome = new Handshake.Welcome(Handshake.VERSION, nonce, server.instance(), server.maxFrameBytes());
        out.send(Frame.write(Kind.WELCOME, 0, welcome, Handshake.WELCOME));
    }

    private void login(Frame frame) {
        if (frame.kind() != Kind.LOGIN) {
            throw new MalformedFrame("The second frame is no login.");
        }
        var login = frame.read(Handshake.LOGIN);
        state = State.LOGGING_IN;
        // A password takes some tenths of a second.
        server.block(() -> server.doorkeeper().admit(login, nonce, Objects.requireNonNull(linkId), remoteAddress()))
                .whenComplete((admitted, failure) -> context.runOnContext(any -> {
                    if (failure == null) {
                        open(admitted);
                    } else {
                        refuse(PenstockException.causeOf(failure));
                    }
                }));
    }

    private String remoteAddress() {
        var address = socket.remoteAddress();
        return address == null || address.hostAddress() == null ? "" : address.hostAddress();
    }

    private void open(LoginCheck.Admitted admitted) {
        if (isEnded.get()) {
            return;
        }
        try {
            var joined = server.links().join(Objects.requireNonNull(linkId), admitted.caller(), admitted.view());
            link = joined.link();
            var before = joined.link().join(this);
            if (before != null) {
                before.refuse(new PenstockException.Unavailable("The client has connected again."));
            }
            state = State.OPEN;
            server.loggedIn(this);
            var broker = joined.link().broker;
            var ready =
                    new Handshake.Ready(joined.isResumed(), admitted.proof(), broker.capabilities(), broker.health());
            out.send(Frame.write(Kind.READY, 0, ready, Handshake.READY));
        } catch (PenstockException e) {
            refuse(e);
        }
    }

    private void take(Frame frame) {
        int count = underWay.incrementAndGet();
        long bytes = underWayBytes.addAndGet(frame.bytes().length);
        if (count > MAX_UNDER_WAY || bytes > MAX_UNDER_WAY_BYTES || out.isFull()) {
            pause();
        }
        order.execute(() -> process(frame));
    }

    /** Only on the event loop. */
    private void pause() {
        if (!isPaused) {
            isPaused = true;
            socket.pause();
        }
    }

    private void done(Frame frame) {
        underWay.decrementAndGet();
        underWayBytes.addAndGet(-frame.bytes().length);
        context.runOnContext(any -> goOn());
    }

    /** Reads on when half of what may be under way is. */
    private void goOn() {
        boolean hasRoom =
                underWay.get() <= MAX_UNDER_WAY / 2 && underWayBytes.get() <= MAX_UNDER_WAY_BYTES / 2 && !out.isFull();
        if (isPaused && hasRoom) {
            isPaused = false;
            socket.resume();
        }
    }

    private void hasRoom() {
        goOn();
        order.execute(served::handOutMore);
    }

    private void process(Frame frame) {
        boolean isDone = true;
        try {
            if (!isEnded.get()) {
                isDone = !dispatch(frame);
            }
        } catch (MalformedFrame e) {
            cut(e);
        } catch (RuntimeException e) {
            LOG.error("A frame of a client could not be dealt with, and its connection ends. This is a defect.", e);
            refuse(new PenstockException.Unavailable(
                    "The server could not deal with a frame of kind " + frame.kind() + "; its log says why."));
        } finally {
            if (isDone) {
                done(frame);
            }
        }
    }

    /** Returns whether it goes on, and says by itself when it is done. */
    private boolean dispatch(Frame frame) {
        switch (frame.kind()) {
            case Kind.PING ->
                out.send(Frame.write(Kind.PONG, frame.id(), link().broker.health(), StateCodecs.HEALTH));
            case Kind.ANSWERED -> answered(frame.read(HandOutCodecs.HELD));
            case Kind.CREDIT -> served.consumers().credit(frame.id(), frame.read(Codec.NUMBER));
            case Kind.PAUSE -> served.consumers().pause(frame.id());
            case Kind.BYE -> bye();
            default -> {
                if (frame.kind() >= Kind.FIRST_CALL) {
                    call(frame);
                    return true;
                }
                if (!Kind.isOptional(frame.kind())) {
                    throw new MalformedFrame("This version does not know frames of kind " + frame.kind() + ".");
                }
            }
        }
        return false;
    }

    private void answered(HandOutCodecs.Held held) {
        link().answered(held.consumer(), held.deliveries());
    }

    /** The client waits until nothing of it is left. */
    private void bye() {
        server.links().end(Objects.requireNonNull(linkId));
        context.runOnContext(any -> ended());
        cleaned.thenRun(this::close);
    }

    private void call(Frame frame) {
        var service = server.services().find(frame.kind());
        var link = link();
        CompletableFuture<Answer> answer;
        if (service == null) {
            answer = CompletableFuture.completedFuture(Answer.failed(new PenstockException.Unavailable(
                    "The server does not know the call " + frame.kind() + ": it is older than this client.")));
        } else if (service.call().once()) {
            answer = link.once(frame.id(), () -> service.serve(served, frame));
            if (link.isTooMuch()) {
                cut(new MalformedFrame("The client does not say which answers it has."));
            }
        } else {
            answer = service.serve(served, frame);
        }
        answer.thenAccept(done -> {
            if (done.kind() == Kind.ERROR && server.isHandedOver(link.broker)) {
                close();
            } else {
                done.sendTo(out, frame.id());
            }
            done(frame);
        });
    }

    /** Reads nothing before there is a broker to log in to. On the event loop. */
    void hold(CompletableFuture<?> broker) {
        socket.pause();
        broker.whenComplete((served, failure) -> context.runOnContext(any -> {
            if (failure == null) {
                socket.resume();
            } else {
                refuse(new PenstockException.Unavailable("The broker that is to be served here does not open."));
            }
        }));
    }

    Link link() {
        return Objects.requireNonNull(link, "link");
    }

    BrokerServer server() {
        return server;
    }

    Outbound out() {
        return out;
    }

    boolean isOver() {
        return isEnded.get();
    }

    /** Ends a connection on which something came that no client sends. */
    void cut(MalformedFrame problem) {
        LOG.debugf("A connection is cut: %s", problem.getMessage());
        refuse(new PenstockException.InvalidConfiguration(String.valueOf(problem.getMessage())));
    }

    /** Tells the client why, as far as it listens, and ends the connection. */
    void refuse(Throwable reason) {
        byte[] fields = Answer.failed(reason).fields();
        context.runOnContext(any -> {
            socket.write(Frame.write(Kind.REFUSED, 0, fields)).onComplete(written -> socket.close());
            // A peer that does not read does not keep it open.
            ended();
        });
    }

    void close() {
        context.runOnContext(any -> socket.close());
    }

    /** On the event loop. */
    private void ended() {
        if (!isEnded.compareAndSet(false, true)) {
            return;
        }
        out.close();
        server.left(this);
        var ending = link;
        order.execute(() -> {
            if (ending != null) {
                ending.left(this, server.nanos());
            }
            server.block(() -> {
                        served.end();
                        return Codec.Nothing.NOTHING;
                    })
                    .whenComplete((done, failure) -> cleaned.complete(null));
        });
    }

    /** Completes when nothing of the connection is left. */
    CompletableFuture<Void> cleaned() {
        return cleaned;
    }
}

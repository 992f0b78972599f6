package io.penstock.remote;

import io.penstock.PenstockException;
import io.penstock.remote.connection.Answer;
import io.penstock.remote.connection.Outbound;
import io.penstock.remote.connection.SharedKey;
import io.penstock.remote.connection.Side;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.FailureCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.FrameParser;
import io.penstock.remote.wire.Handshake;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.MalformedFrame;
import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** One connection to a server, at the client. All of it happens on the event loop, except what is sent. */
final class Channel {

    private static final Logger LOG = Logger.getLogger(Channel.class);

    private final NetSocket socket;
    private final ClientLink link;
    private final RemoteOptions options;
    private final @Nullable SharedKey key;
    private final Outbound out;
    private final Consumer<Channel> onLost;
    private final byte[] nonce = SharedKey.nonce();
    private byte[] serverNonce = {};
    private byte[] instance = {};
    private int maxFrameBytes = Handshake.MAX_LOGIN_BYTES;
    private boolean isReady;
    private boolean isOver;
    private @Nullable RuntimeException refusal;

    /** @param key of this server; null if it has none of its own */
    Channel(NetSocket socket, Context context, ClientLink link, @Nullable SharedKey key, Consumer<Channel> onLost) {
        this.onLost = onLost;
        this.socket = socket;
        this.link = link;
        options = link.options();
        this.key = key == null ? options.key : key;
        out = new Outbound(context, socket, () -> {});
        var parser = new FrameParser(() -> Answer.MAX_BYTES, this::frame);
        socket.handler(buffer -> {
            try {
                parser.handle(buffer);
            } catch (MalformedFrame e) {
                LOG.warnf("The server sends what this version does not understand: %s", e.getMessage());
                end(new PenstockException.Unavailable(
                        "The server sends what this version does not understand: " + e.getMessage()));
            }
        });
        socket.exceptionHandler(failure -> LOG.debugf("The connection failed: %s", failure));
        socket.closeHandler(any -> closed());
        var hello = new Handshake.Hello(Handshake.MAGIC, Handshake.VERSION, Handshake.VERSION, link.id());
        out.send(Frame.write(Kind.HELLO, 0, hello, Handshake.HELLO));
    }

    Outbound out() {
        return out;
    }

    boolean isReady() {
        return isReady;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    private void frame(Frame frame) {
        if (isOver) {
            return;
        }
        if (frame.kind() == Kind.REFUSED) {
            var reason = frame.read(FailureCodecs.ERROR);
            LOG.warnf("The server ends the connection: %s", reason.getMessage());
            end(reason);
        } else if (isReady) {
            link.take(frame);
        } else if (frame.kind() == Kind.WELCOME && instance.length == 0) {
            login(frame.read(Handshake.WELCOME));
        } else if (frame.kind() == Kind.READY && instance.length > 0) {
            ready(frame.read(Handshake.READY));
        } else {
            throw new MalformedFrame("a frame of kind " + frame.kind() + " before the login.");
        }
    }

    private void login(Handshake.Welcome welcome) {
        if (welcome.version() != Handshake.VERSION || welcome.instance().length == 0) {
            throw new MalformedFrame("version " + welcome.version() + ".");
        }
        serverNonce = welcome.nonce();
        instance = welcome.instance();
        maxFrameBytes = welcome.maxFrameBytes();
        var login = key == null
                ? new Handshake.Login(options.user, options.password, null, null)
                : new Handshake.Login(
                        options.user, null, nonce, key.proof(Side.CLIENT, serverNonce, nonce, link.id(), options.user));
        out.send(Frame.write(Kind.LOGIN, 0, login, Handshake.LOGIN));
    }

    private void ready(Handshake.Ready ready) {
        if (key != null) {
            byte[] expected = key.proof(Side.SERVER, serverNonce, nonce, link.id(), options.user);
            if (!SharedKey.isSame(expected, ready.proof())) {
                end(new PenstockException.Forbidden("The server does not have the shared key."));
                return;
            }
        }
        isReady = true;
        link.ready(this, ready);
    }

    /** A sign of life, which is answered with the health of the broker. */
    void ping() {
        out.send(Frame.write(Kind.PING, 0, Codec.Nothing.NOTHING, Codec.NOTHING));
    }

    void end(@Nullable RuntimeException reason) {
        if (refusal == null) {
            refusal = reason;
        }
        socket.close();
        closed();
    }

    private void closed() {
        if (!isOver) {
            isOver = true;
            out.close();
            link.lost(this, refusal);
            onLost.accept(this);
        }
    }
}

package io.penstock.remote.wire;

import io.penstock.BrokerHealth;
import io.penstock.Capabilities;
import org.jspecify.annotations.Nullable;

/** What the two ends of a connection tell each other before the first call. */
public final class Handshake {

    /** The first field of the first frame: whoever sends anything else is no client. */
    public static final String MAGIC = "penstock-remote";

    /** The version of the format that this code speaks; it speaks no other. */
    public static final int VERSION = 1;

    /** The bytes of the identifier of a link, and of the numbers that are used once. */
    public static final int NONCE_BYTES = 32;

    /** The largest frame before the login. */
    public static final int MAX_LOGIN_BYTES = 16 << 10;

    /**
     * @param link identifies the client through its connections
     */
    public record Hello(String magic, int oldest, int newest, byte[] link) {}

    /** @param instance identifies the server until it ends */
    public record Welcome(int version, byte[] nonce, byte[] instance, int maxFrameBytes) {}

    /**
     * What proves who the client is: a password, or an HMAC with the shared key; neither if the server asks for none.
     *
     * @param user the user, or the end caller that an instance with the shared key speaks for; empty for itself
     */
    public record Login(String user, @Nullable String password, byte @Nullable [] nonce, byte @Nullable [] proof) {}

    /**
     * @param isResumed whether the server still knows the link, and what was called over it
     * @param proof that the server has the shared key too; null if it was not used
     */
    public record Ready(boolean isResumed, byte @Nullable [] proof, Capabilities capabilities, BrokerHealth health) {}

    public static final Codec<Hello> HELLO = Codec.of(
            (hello, out) -> out.text(1, hello.magic())
                    .number(2, hello.oldest())
                    .number(3, hello.newest())
                    .bytes(4, hello.link()),
            in -> new Hello(in.text(1), in.integer(2), in.integer(3), in.bytes(4)));

    public static final Codec<Welcome> WELCOME = Codec.of(
            (welcome, out) -> out.number(1, welcome.version())
                    .bytes(2, welcome.nonce())
                    .bytes(3, welcome.instance())
                    .number(4, welcome.maxFrameBytes()),
            in -> new Welcome(in.integer(1), in.bytes(2), in.bytes(3), in.integer(4)));

    public static final Codec<Login> LOGIN = Codec.of(
            (login, out) -> out.text(1, login.user())
                    .text(2, login.password())
                    .bytes(3, login.nonce())
                    .bytes(4, login.proof()),
            in -> new Login(in.text(1), in.textOrNull(2), in.bytesOrNull(3), in.bytesOrNull(4)));

    public static final Codec<Ready> READY = Codec.of(
            (ready, out) -> out.flag(1, ready.isResumed())
                    .bytes(2, ready.proof())
                    .message(3, ready.capabilities(), StateCodecs.CAPABILITIES)
                    .message(4, ready.health(), StateCodecs.HEALTH),
            in -> new Ready(
                    in.flag(1),
                    in.bytesOrNull(2),
                    in.message(3, StateCodecs.CAPABILITIES),
                    in.message(4, StateCodecs.HEALTH)));

    private Handshake() {}
}

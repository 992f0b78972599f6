package io.penstock.remote.connection;

import io.penstock.PenstockException;
import io.penstock.remote.wire.Handshake;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that instances share: each proves to the other that it has it, and it never goes over a connection. */
public final class SharedKey {

    /** The shortest key: it must not be found by trying. */
    public static final int MIN_BYTES = 16;

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    public SharedKey(byte[] key) {
        if (key.length < MIN_BYTES) {
            throw new PenstockException.InvalidConfiguration(
                    "The shared key has " + key.length + " bytes: use at least " + MIN_BYTES + " random ones.");
        }
        this.key = new SecretKeySpec(key, HMAC);
    }

    public static byte[] nonce() {
        byte[] nonce = new byte[Handshake.NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        return nonce;
    }

    /** The proof of one side for one login: it is of use neither for another login nor for the other side. */
    public byte[] proof(Side side, byte[] serverNonce, byte[] clientNonce, byte[] link, String caller) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(
                    (Handshake.MAGIC + " " + Handshake.VERSION + " " + side + "\n").getBytes(StandardCharsets.UTF_8));
            for (byte[] part : new byte[][] {serverNonce, clientNonce, link, caller.getBytes(StandardCharsets.UTF_8)}) {
                mac.update((part.length + ":").getBytes(StandardCharsets.UTF_8));
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + HMAC, e);
        }
    }

    /** Whether two proofs are the same; it takes as long for any that differ. */
    public static boolean isSame(byte[] expected, byte @Nullable [] given) {
        return MessageDigest.isEqual(expected, given == null ? new byte[0] : given);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SharedKey";
    }
}

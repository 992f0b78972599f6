package io.penstock.server.http.consume;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.inject.Singleton;

/**
 * Makes tokens that nobody can guess: the mark of this run of the server, and 128 random bits. They are good for the
 * caller that they were given to, and for nobody else who learns them.
 */
@Singleton
final class Tokens {

    private static final int BYTES = 16;

    private static final int RUN_BYTES = 6;

    /** How many tokens random bits are fetched for at a time: each fetch asks the system. */
    private static final int BLOCK = 256;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    private final String run;
    private final AtomicReference<Block> block = new AtomicReference<>();

    /** Random bits, and how many tokens were made of them. */
    private static final class Block {

        private final byte[] bits = new byte[BLOCK * BYTES];
        private int used;

        private synchronized String take() {
            if (used == BLOCK) {
                return null;
            }
            var one = new byte[BYTES];
            System.arraycopy(bits, used * BYTES, one, 0, BYTES);
            used++;
            return BASE64.encodeToString(one);
        }
    }

    Tokens() {
        var bytes = new byte[RUN_BYTES];
        random.nextBytes(bytes);
        run = BASE64.encodeToString(bytes);
    }

    String next() {
        var current = block.get();
        var text = current == null ? null : current.take();
        while (text == null) {
            var fresh = new Block();
            random.nextBytes(fresh.bits);
            text = fresh.take();
            block.set(fresh);
        }
        return run + text;
    }

    /** Whether a token was made by this run of the server, as far as its text tells. */
    boolean isOfThisRun(String token) {
        return token.startsWith(run);
    }
}

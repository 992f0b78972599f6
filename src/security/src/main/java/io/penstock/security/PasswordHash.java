package io.penstock.security;

import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A salted, slow hash of a password, written as {@code scram-sha-256:ITERATIONS:SALT:STORED_KEY:SERVER_KEY}, the last
 * three in Base64: the keys that a server of SCRAM-SHA-256 keeps (RFC 5802, section 3). Whoever steals them cannot log
 * in with them.
 *
 * @param storedKey the hash of the key by which a client proves that it knows the password
 * @param serverKey the key by which the server proves to a client that it knows the user
 */
record PasswordHash(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {

    private static final String MAC = "HmacSHA256";
    private static final String LABEL = "scram-sha-256";

    /** The number of rounds that OWASP advises for this algorithm; each guess costs some tenths of a second. */
    static final int ITERATIONS = 600_000;

    /**
     * The limits of the number of rounds. With fewer, passwords would be guessed too quickly; with more, a
     * configuration could stop the connecting thread for minutes.
     */
    private static final int MIN_ITERATIONS = 10_000;

    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = KeyDerivation.KEY_BYTES;

    private static final Pattern FORM = Pattern.compile(LABEL + ":([0-9]{5,8}):([\\w+/=-]+):([\\w+/=-]+):([\\w+/=-]+)");

    static PasswordHash of(String password, int iterations) {
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new PenstockException.InvalidConfiguration("A password hash of " + iterations + " iterations: use "
                    + MIN_ITERATIONS + " to " + MAX_ITERATIONS + ".");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return of(password, salt, iterations);
    }

    static PasswordHash of(String password, byte[] salt, int iterations) {
        byte[] salted = KeyDerivation.PBKDF2.salted(password, salt, iterations);
        return new PasswordHash(iterations, salt, storedKey(salted), mac(salted, "Server Key"));
    }

    /** A hash that no password matches. To find that out takes as long as with one of the others. */
    static PasswordHash decoy(Collection<PasswordHash> others) {
        int iterations =
                others.stream().mapToInt(PasswordHash::iterations).max().orElse(MIN_ITERATIONS);
        return new PasswordHash(iterations, new byte[SALT_BYTES], new byte[KEY_BYTES], new byte[KEY_BYTES]);
    }

    /**
     * Reads a hash.
     *
     * @param user the name of the user, for errors
     */
    static PasswordHash parse(String user, String text) {
        var parts = FORM.matcher(text);
        if (parts.matches()) {
            int iterations = Integer.parseInt(parts.group(1));
            try {
                byte[] salt = Base64.getDecoder().decode(parts.group(2));
                byte[] stored = Base64.getDecoder().decode(parts.group(3));
                byte[] server = Base64.getDecoder().decode(parts.group(4));
                if (iterations >= MIN_ITERATIONS
                        && iterations <= MAX_ITERATIONS
                        && salt.length >= SALT_BYTES
                        && stored.length == KEY_BYTES
                        && server.length == KEY_BYTES) {
                    return new PasswordHash(iterations, salt, stored, server);
                }
            } catch (IllegalArgumentException e) {
                throw invalid(user, e);
            }
        }
        throw invalid(user, null);
    }

    /**
     * The failure of a hash that cannot be read. It does not show the text, because that may be the password itself.
     */
    private static PenstockException.InvalidConfiguration invalid(String user, @Nullable Exception cause) {
        var problem = new PenstockException.InvalidConfiguration("The password hash of user '" + user + "' is invalid:"
                + " expected " + LABEL + ":ITERATIONS:SALT:STORED_KEY:SERVER_KEY with " + MIN_ITERATIONS + " to "
                + MAX_ITERATIONS + " iterations, a salt of at least " + SALT_BYTES + " bytes and keys of " + KEY_BYTES
                + " bytes in Base64, as 'penstock user hash' and Users.hash write it.");
        problem.initCause(cause);
        return problem;
    }

    boolean matches(String password) {
        return matches(password, KeyDerivation.PBKDF2);
    }

    boolean matches(String password, KeyDerivation derivation) {
        return MessageDigest.isEqual(storedKey, storedKey(derivation.salted(password, salt, iterations)));
    }

    /** Computes for as long as would be missing if a wrong password had been compared with that one, not with this. */
    void makeUpFor(PasswordHash longer, String password, KeyDerivation derivation) {
        if (longer.iterations > iterations) {
            derivation.salted(password, salt, longer.iterations - iterations);
        }
    }

    private static byte[] storedKey(byte[] salted) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(mac(salted, "Client Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + MAC, e);
        }
    }

    /** The hash as {@link #parse} reads it. */
    String text() {
        var encoder = Base64.getEncoder();
        return LABEL + ":" + iterations + ":" + encoder.encodeToString(salt) + ":" + encoder.encodeToString(storedKey)
                + ":" + encoder.encodeToString(serverKey);
    }

    /** Nothing of the hash. */
    @Override
    public String toString() {
        return LABEL;
    }
}

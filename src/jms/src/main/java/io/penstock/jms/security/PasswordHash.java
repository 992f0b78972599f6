package io.penstock.jms.security;

import io.penstock.PenstockException;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted, slow hash of a password, written as {@code pbkdf2-sha256:ITERATIONS:SALT:HASH}, salt and hash in Base64.
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final String LABEL = "pbkdf2-sha256";

    /** The number of rounds that OWASP advises for this algorithm; each guess costs some tenths of a second. */
    private static final int ITERATIONS = 600_000;

    /**
     * The limits of the number of rounds. With fewer, passwords would be guessed too quickly; with more, a
     * configuration could stop the connecting thread for minutes.
     */
    private static final int MIN_ITERATIONS = 10_000;

    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern FORM = Pattern.compile(LABEL + ":(\\d{5,8}):([\\w+/=-]+):([\\w+/=-]+)");

    static PasswordHash of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, compute(password, salt, ITERATIONS));
    }

    /** A hash that no password matches. To find that out takes as long as with one of the others. */
    static PasswordHash decoy(Collection<PasswordHash> others) {
        int iterations =
                others.stream().mapToInt(PasswordHash::iterations).max().orElse(ITERATIONS);
        return new PasswordHash(iterations, new byte[SALT_BYTES], new byte[HASH_BYTES]);
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
                byte[] hash = Base64.getDecoder().decode(parts.group(3));
                if (iterations >= MIN_ITERATIONS
                        && iterations <= MAX_ITERATIONS
                        && salt.length >= SALT_BYTES
                        && hash.length == HASH_BYTES) {
                    return new PasswordHash(iterations, salt, hash);
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
    private static PenstockException.InvalidConfiguration invalid(String user, Exception cause) {
        var problem = new PenstockException.InvalidConfiguration("The password hash of user '" + user + "' is invalid:"
                + " expected " + LABEL + ":ITERATIONS:SALT:HASH with " + MIN_ITERATIONS + " to " + MAX_ITERATIONS
                + " iterations, a salt of at least " + SALT_BYTES + " bytes and a hash of " + HASH_BYTES
                + " bytes in Base64, as Users.hash writes it.");
        problem.initCause(cause);
        return problem;
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash, compute(password, salt, iterations));
    }

    private static byte[] compute(String password, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        var encoder = Base64.getEncoder();
        return LABEL + ":" + iterations + ":" + encoder.encodeToString(salt) + ":" + encoder.encodeToString(hash);
    }
}

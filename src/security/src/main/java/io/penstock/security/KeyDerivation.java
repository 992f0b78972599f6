package io.penstock.security;

import java.security.GeneralSecurityException;
import java.text.Normalizer;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Makes the salted key of a password, which takes time in proportion to the number of rounds. */
@FunctionalInterface
interface KeyDerivation {

    /** The length of a key, which is that of a hash by SHA-256. */
    int KEY_BYTES = 32;

    /** What SCRAM-SHA-256 uses. */
    KeyDerivation PBKDF2 = KeyDerivation::pbkdf2;

    byte[] salted(String password, byte[] salt, int iterations);

    /** What {@code Hi} makes of a password (RFC 5802, section 2.2). */
    private static byte[] pbkdf2(String password, byte[] salt, int iterations) {
        var normal = Normalizer.normalize(password, Normalizer.Form.NFKC);
        var spec = new PBEKeySpec(normal.toCharArray(), salt, iterations, KEY_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}

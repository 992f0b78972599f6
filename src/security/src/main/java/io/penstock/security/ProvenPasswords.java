package io.penstock.security;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers passwords that have been proven, by user, as fast hashes made with a key that this process alone has. The
 * slow hash protects what is stored; a client that connects for every message need not pay for it each time. There is
 * one entry for each user at most. Safe for use by any thread.
 */
final class ProvenPasswords {

    private static final String FAST_HASH = "HmacSHA256";

    private static final int KEY_BYTES = 32;

    private final Map<String, byte[]> proofs = new ConcurrentHashMap<>();

    /**
     * The key of the fast hashes; null until it is needed. Users may be made while a native image is built, and each
     * process needs a key of its own.
     */
    private @Nullable SecretKeySpec key;

    /** Whether that password was proven. The answer takes as long whether or not anything is known of the user. */
    boolean has(String name, String password) {
        byte[] tried = proof(name, password);
        byte[] before = proofs.get(name);
        return MessageDigest.isEqual(before == null ? new byte[KEY_BYTES] : before, tried);
    }

    void add(String name, String password) {
        proofs.put(name, proof(name, password));
    }

    /** Takes over what is remembered of those users, which is of use only with the same key. */
    void keep(ProvenPasswords before, Predicate<String> users) {
        setKey(before.key());
        before.proofs.forEach((name, proof) -> {
            if (users.test(name)) {
                proofs.put(name, proof);
            }
        });
    }

    private synchronized void setKey(SecretKeySpec other) {
        key = other;
    }

    private synchronized SecretKeySpec key() {
        if (key == null) {
            byte[] random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            key = new SecretKeySpec(random, FAST_HASH);
        }
        return key;
    }

    private byte[] proof(String name, String password) {
        try {
            var mac = Mac.getInstance(FAST_HASH);
            mac.init(key());
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + FAST_HASH, e);
        }
    }
}

package io.penstock.jms.security;

import io.penstock.PenstockException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the names and passwords of users who connect (section 6.1.1). It holds hashes only, never a password. It is
 * safe for use by any thread.
 */
public final class Users {

    /** The users of a factory that knows none. */
    public static final Users NONE = new Users(Map.of());

    private static final String FAST_HASH = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Map<String, PasswordHash> hashes;

    /** The hash that is compared for an unknown name, so that it takes as long as a wrong password. */
    private final PasswordHash decoy;

    /**
     * Fast hashes of passwords that have been proven, by user, made with a key that this process alone has. The slow
     * hash protects what is stored; a client that connects for every message need not pay for it each time. There is
     * one entry for each user at most.
     */
    private final Map<String, byte[]> proven = new ConcurrentHashMap<>();

    /**
     * The key of the fast hashes; null until it is needed. Users may be made while a native image is built, and each
     * process needs a key of its own.
     */
    private SecretKeySpec key;

    private Users(Map<String, PasswordHash> hashes) {
        this.hashes = hashes;
        decoy = PasswordHash.decoy(hashes.values());
    }

    /**
     * Makes the users of those names.
     *
     * @param hashesByName the hashes as {@link #hash} writes them
     * @throws PenstockException.InvalidConfiguration if a name is blank or a hash is invalid
     */
    public static Users of(Map<String, String> hashesByName) {
        var hashes = new HashMap<String, PasswordHash>();
        hashesByName.forEach((name, hash) -> {
            if (name.isBlank()) {
                throw new PenstockException.InvalidConfiguration("A user needs a name that is not blank.");
            }
            hashes.put(name, PasswordHash.parse(name, hash));
        });
        return new Users(Map.copyOf(hashes));
    }

    /** Makes a salted hash of the password, for the configuration. Each call returns another one. */
    public static String hash(String password) {
        return PasswordHash.of(Objects.requireNonNull(password, "password")).toString();
    }

    /**
     * Whether that is the password of that user. The answer takes as long for a wrong password as for an unknown user.
     */
    public boolean know(String name, String password) {
        byte[] proof = proof(name, password == null ? "" : password);
        byte[] before = proven.get(name);
        if (before != null && MessageDigest.isEqual(before, proof)) {
            return true;
        }
        var hash = hashes.get(name);
        boolean right = (hash == null ? decoy : hash).matches(password == null ? "" : password);
        if (right && hash != null) {
            proven.put(name, proof);
            return true;
        }
        return false;
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

    /** The names of the users, without their hashes. */
    @Override
    public String toString() {
        return "Users" + hashes.keySet();
    }
}

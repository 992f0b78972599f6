package io.penstock.security;

import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Users with their roles, and hashes of their passwords; never a password. Immutable but for what it remembers of
 * passwords that were right, and safe for use by any thread.
 */
public final class Users {

    /** No users. */
    public static final Users NONE = new Users(Map.of());

    /** The longest password, in characters: a longer one is refused before anything is computed of it. */
    public static final int MAX_PASSWORD = 1_024;

    /** The number of rounds of a hash by default, as OWASP advises: each guess costs some tenths of a second. */
    public static final int DEFAULT_ITERATIONS = PasswordHash.ITERATIONS;

    private static final String FAST_HASH = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Map<String, UserEntry> entries;

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
    private @Nullable SecretKeySpec key;

    private Users(Map<String, UserEntry> entries) {
        this.entries = Map.copyOf(entries);
        decoy = PasswordHash.decoy(
                entries.values().stream().map(UserEntry::hash).toList());
    }

    /**
     * Makes the users of those names.
     *
     * @param entries by name: the hash as {@link #hash} writes it, and after a space the roles with commas between them
     * @throws PenstockException.InvalidConfiguration if a name, a hash or a role is invalid
     */
    public static Users of(Map<String, String> entries) {
        var parsed = new HashMap<String, UserEntry>();
        entries.forEach((name, text) -> parsed.put(name, UserEntry.parse(name, text)));
        return new Users(parsed);
    }

    /** These users and those; where both know a name, that of the others counts. */
    public Users and(Users others) {
        var all = new HashMap<>(entries);
        all.putAll(others.entries);
        return new Users(all);
    }

    /**
     * These users and one with that password, or the same with another password.
     *
     * @throws PenstockException.InvalidConfiguration if the name, the password or a role is invalid
     */
    public Users with(String name, String password, Set<String> roles) {
        return with(name, password, roles, DEFAULT_ITERATIONS);
    }

    /** The same, with another number of rounds for the hash; see {@link #hash(String, int)}. */
    public Users with(String name, String password, Set<String> roles, int iterations) {
        return with(name, PasswordHash.of(requirePassword(password), iterations), roles);
    }

    /** These users, of whom that one has those roles. */
    public Users withRoles(String name, Set<String> roles) {
        var entry = entries.get(name);
        if (entry == null) {
            throw unknown(name);
        }
        return with(name, entry.hash(), roles);
    }

    private Users with(String name, PasswordHash hash, Set<String> roles) {
        var all = new HashMap<>(entries);
        // Reading it again checks names as those of a file are checked.
        all.put(name, UserEntry.parse(name, new UserEntry(hash, roles).text()));
        return new Users(all);
    }

    /** These users but that one. */
    public Users without(String name) {
        if (!entries.containsKey(name)) {
            throw unknown(name);
        }
        var all = new HashMap<>(entries);
        all.remove(name);
        return new Users(all);
    }

    private PenstockException.InvalidConfiguration unknown(String name) {
        return new PenstockException.InvalidConfiguration("There is no user '" + name + "'.");
    }

    /**
     * Makes a salted hash of the password, for the configuration. Each call returns another one.
     *
     * @throws PenstockException.InvalidConfiguration if the password is empty or too long
     */
    public static String hash(String password) {
        return hash(password, DEFAULT_ITERATIONS);
    }

    /**
     * Makes a salted hash with another number of rounds than {@link #DEFAULT_ITERATIONS}: more make guessing dearer,
     * and each first login too.
     *
     * @param iterations 10,000 to 10,000,000
     */
    public static String hash(String password, int iterations) {
        return PasswordHash.of(requirePassword(password), iterations).text();
    }

    private static String requirePassword(String password) {
        Objects.requireNonNull(password, "password");
        if (password.isEmpty() || password.length() > MAX_PASSWORD) {
            throw new PenstockException.InvalidConfiguration("A password has 1 to " + MAX_PASSWORD + " characters.");
        }
        return password;
    }

    /** The names of the users, in their order. */
    public Set<String> names() {
        return new TreeSet<>(entries.keySet());
    }

    /** The roles of a user; empty if there is none of that name. */
    public Optional<Set<String>> roles(String name) {
        return Optional.ofNullable(entries.get(name)).map(UserEntry::roles);
    }

    /** All roles that a user has. */
    public Set<String> roles() {
        var roles = new TreeSet<String>();
        entries.values().forEach(entry -> roles.addAll(entry.roles()));
        return roles;
    }

    /** The users as {@link #of} reads them. */
    Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        entries.forEach((name, entry) -> texts.put(name, entry.text()));
        return texts;
    }

    /**
     * Whether that is the password of that user. The answer takes as long for a wrong password as for an unknown user:
     * some tenths of a second of computing, unless the same password was right before.
     */
    public boolean know(String name, @Nullable String password) {
        return knewBefore(name, password) || prove(name, password);
    }

    /** Whether that password was found to be right before, which is quick to tell. */
    boolean knewBefore(String name, @Nullable String password) {
        byte[] before = proven.get(name);
        return before != null && isPossible(password) && MessageDigest.isEqual(before, proof(name, password));
    }

    private static boolean isPossible(@Nullable String password) {
        return password != null && password.length() <= MAX_PASSWORD;
    }

    private boolean prove(String name, @Nullable String password) {
        var entry = entries.get(name);
        var tried = isPossible(password) ? password : "";
        boolean right = (entry == null ? decoy : entry.hash()).matches(tried);
        if (!right || entry == null || !isPossible(password)) {
            return false;
        }
        proven.put(name, proof(name, password));
        return true;
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
        return "Users" + entries.keySet();
    }
}

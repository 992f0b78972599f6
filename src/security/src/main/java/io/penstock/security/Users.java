package io.penstock.security;

import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Users with their roles, and hashes of their passwords; never a password. Immutable but for what it remembers of
 * passwords that were right, and safe for use by any thread.
 */
public final class Users {

    /** No users. */
    public static final Users NONE = new Users(Map.of(), KeyDerivation.PBKDF2);

    /** The longest password, in characters: a longer one is refused before anything is computed of it. */
    public static final int MAX_PASSWORD = 1_024;

    /** The number of rounds of a hash by default, as OWASP advises: each guess costs some tenths of a second. */
    public static final int DEFAULT_ITERATIONS = PasswordHash.ITERATIONS;

    /** What a decoder puts in the place of bytes that are no valid UTF-8. */
    private static final int REPLACEMENT = 0xFFFD;

    private final Map<String, UserEntry> entries;

    /** The hash that is compared for an unknown name, so that it takes as long as a wrong password. */
    private final PasswordHash decoy;

    private final ProvenPasswords proven = new ProvenPasswords();

    private final KeyDerivation derivation;

    private Users(Map<String, UserEntry> entries, KeyDerivation derivation) {
        this.entries = Map.copyOf(entries);
        this.derivation = derivation;
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
        return of(entries, KeyDerivation.PBKDF2);
    }

    static Users of(Map<String, String> entries, KeyDerivation derivation) {
        var parsed = new HashMap<String, UserEntry>();
        entries.forEach((name, text) -> parsed.put(name, UserEntry.parse(name, text)));
        return new Users(parsed, derivation);
    }

    /** These users and those; where both know a name, that of the others counts. */
    public Users and(Users others) {
        var all = new HashMap<>(entries);
        all.putAll(others.entries);
        return new Users(all, derivation);
    }

    /**
     * These users, which remember of those what was proven of passwords that are still the same: whose password was
     * right stays known when somebody else is added.
     */
    Users remembering(Users before) {
        proven.keep(before.proven, name -> {
            var old = before.entries.get(name);
            var now = entries.get(name);
            return old != null
                    && now != null
                    && old.hash().text().equals(now.hash().text());
        });
        return this;
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
        return new Users(all, derivation);
    }

    /** These users but that one. */
    public Users without(String name) {
        if (!entries.containsKey(name)) {
            throw unknown(name);
        }
        var all = new HashMap<>(entries);
        all.remove(name);
        return new Users(all, derivation);
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
        if (!isPossible(password)) {
            throw new PenstockException.InvalidConfiguration(
                    "A password has no control characters, and none that are" + " no valid UTF-8.");
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

    /**
     * Tells one state of a user from another: it is equal as long as the password and the roles are the same. It is of
     * no use for logging in. Empty if there is no user of that name.
     */
    public Optional<String> fingerprint(String name) {
        return Optional.ofNullable(entries.get(name)).map(UserEntry::fingerprint);
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
        return isPossible(password) && proven.has(name, password);
    }

    /**
     * Whether a user can have that password. Some passwords have the same hash: it fills short ones with zeros, and
     * what is no character in UTF-8 comes as the same sign, whatever it was.
     */
    private static boolean isPossible(@Nullable String password) {
        return password != null
                && password.length() <= MAX_PASSWORD
                && password.codePoints()
                        .noneMatch(each -> Character.isISOControl(each)
                                || each == REPLACEMENT
                                || Character.getType(each) == Character.SURROGATE);
    }

    private boolean prove(String name, @Nullable String password) {
        var entry = entries.get(name);
        var tried = isPossible(password) ? password : "";
        var hash = entry == null ? decoy : entry.hash();
        if (!hash.matches(tried, derivation) || entry == null || !isPossible(password)) {
            hash.makeUpFor(decoy, tried, derivation);
            return false;
        }
        proven.add(name, password);
        return true;
    }

    /** The names of the users, without their hashes. */
    @Override
    public String toString() {
        return "Users" + entries.keySet();
    }
}

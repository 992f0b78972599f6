package io.penstock.security;

import io.penstock.PenstockException;
import io.penstock.PlainText;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** A user of the store: the hash of the password, and roles. It is written as {@code HASH ROLE,ROLE…}. */
record UserEntry(PasswordHash hash, Set<String> roles) {

    /** The longest name of a user or a role, in characters. Names come into each line of the audit. */
    static final int MAX_NAME = 128;

    UserEntry {
        roles = Set.copyOf(roles);
    }

    static UserEntry parse(String name, String text) {
        if (requireName("user", name).indexOf(':') >= 0) {
            throw new PenstockException.InvalidConfiguration("The name of a user is '" + name
                    + "': with a colon nobody could log in over HTTP, where it ends the name. Use another character.");
        }
        var parts = text.strip().split("\\s+", 2);
        var roles = new TreeSet<String>();
        if (parts.length > 1) {
            for (var role : parts[1].split(",", -1)) {
                roles.add(requireName("role of user '" + name + "'", role.strip()));
            }
        }
        return new UserEntry(PasswordHash.parse(name, parts[0]), roles);
    }

    /** Refuses a name that is blank or too long, or that could make something else of a line of the audit. */
    static String requireName(String what, String name) {
        boolean isPlain = PlainText.isPlain(name)
                && name.codePoints().noneMatch(each -> Character.isSpaceChar(each) || each == ',');
        if (name.isEmpty() || name.length() > MAX_NAME || !isPlain) {
            throw new PenstockException.InvalidConfiguration("The name of a " + what + " is '" + name + "': use 1 to "
                    + MAX_NAME + " characters without spaces, commas and control characters.");
        }
        return name;
    }

    String text() {
        return roles.isEmpty() ? hash.text() : hash.text() + " " + String.join(",", new TreeSet<>(roles));
    }

    /** A digest of all there is of the user, so that whoever keeps it keeps no hash of a password. */
    String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}

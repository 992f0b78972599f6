package io.penstock.server.http.access;

import io.penstock.security.UserFile;
import io.penstock.security.Users;
import io.quarkus.test.junit.QuarkusTestProfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A server whose users are in a file, so that they can change while it runs. Each password is the name backwards. */
public final class Visited implements QuarkusTestProfile {

    static final String FILE = "penstock.security.users-file";

    private static final int ITERATIONS = 10_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            var file = Files.createTempDirectory("penstock-users").resolve("users");
            for (var name : Set.of("ada", "bob", "carl", "dora", "eve")) {
                with(file, name, Guarded.password(name), name.equals("ada") ? "admin" : "producer");
            }
            return Map.of(FILE, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a user, or changes one. */
    static void with(Path file, String name, String password, String role) {
        change(file, users -> users.with(name, password, Set.of(role), ITERATIONS));
    }

    static void change(Path file, UnaryOperator<Users> change) {
        UserFile.at(file).change(change);
    }
}

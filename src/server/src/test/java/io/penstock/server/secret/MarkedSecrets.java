package io.penstock.server.secret;

import io.penstock.security.UserFile;
import io.penstock.security.Users;
import io.quarkus.test.junit.QuarkusTestProfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A server that has secrets in all places where it may have some, each with a mark that nothing else has. */
public final class MarkedSecrets implements QuarkusTestProfile {

    /** All passwords have it. */
    static final String MARK = "qZ7mark";

    static final String PASSWORD = "right-" + MARK;
    static final String WRONG = "wrong-" + MARK;
    static final String TOKEN = "token-of-" + MARK;
    static final String BODY = "qX3-what-was-sent";

    /** A user of the file. */
    static final String ADMIN = "anna";

    /** A user of the configuration. */
    static final String READER = "bert";

    /** Few, since nobody guesses here. */
    private static final int ITERATIONS = 10_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            var directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "secrets")), "test-")
                    .toAbsolutePath();
            var users = directory.resolve("users.properties");
            UserFile.at(users).change(none -> none.with(ADMIN, PASSWORD, Set.of("admin"), ITERATIONS));
            var settings = new HashMap<>(Map.of(
                    "penstock.security.users-file",
                    users.toString(),
                    "penstock.security.users." + READER,
                    Users.hash(PASSWORD, ITERATIONS) + " consumer",
                    "quarkus.datasource.username",
                    "penstock",
                    "quarkus.datasource.password",
                    "database-" + MARK,
                    "quarkus.log.file.enabled",
                    "true",
                    "quarkus.log.file.path",
                    directory.resolve("server.log").toString(),
                    "quarkus.log.file.level",
                    "ALL",
                    "quarkus.log.file.format",
                    "%d %p [%c] %m %e%n",
                    "quarkus.log.category.\"io.penstock\".level",
                    "DEBUG",
                    "quarkus.log.category.\"io.quarkus.vertx.http\".level",
                    "DEBUG"));
            // Nobody listens there: each call fails, and says so.
            settings.put("penstock.webhooks.ops.url", "http://localhost:1/" + TOKEN);
            settings.put("penstock.webhooks.ops.secret", "webhook-secret-" + MARK);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

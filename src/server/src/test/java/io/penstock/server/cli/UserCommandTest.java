package io.penstock.server.cli;

import io.penstock.security.UserFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class UserCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final InputStream before = System.in;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void begin() {
        file = directory.resolve("users.properties");
    }

    @AfterEach
    void end() {
        System.setIn(before);
    }

    private int execute(String input, String... arguments) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return PenstockMain.commandLine(null)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int user(String input, String command, String... arguments) {
        var all = new ArrayList<>(List.of("user", command));
        all.addAll(List.of(arguments));
        all.add("--file");
        all.add(file.toString());
        return execute(input, all.toArray(String[]::new));
    }

    @Test
    void shouldAddChangeListAndRemoveUsers() throws Exception {
        assertThat(user(
                        "secret\n",
                        "add",
                        "ada",
                        "--roles",
                        "producer,consumer",
                        "--password-stdin",
                        "--iterations",
                        "10000"))
                .isZero();
        assertThat(user("other\n", "add", "bob", "--password-stdin", "--iterations", "10000"))
                .isZero();
        assertThat(UserFile.at(file).read().know("ada", "secret")).isTrue();
        assertThat(Files.readString(file)).doesNotContain("secret");

        assertThat(user("", "list")).isZero();
        assertThat(out.toString().lines()).containsExactly("ada consumer,producer", "bob");

        assertThat(user("better\n", "password", "ada", "--password-stdin", "--iterations", "10000"))
                .isZero();
        assertThat(user("", "roles", "bob", "--roles", "admin")).isZero();
        var users = UserFile.at(file).read();
        assertThat(users.know("ada", "secret")).isFalse();
        assertThat(users.know("ada", "better")).isTrue();
        assertThat(users.roles("ada")).contains(Set.of("producer", "consumer"));
        assertThat(users.roles("bob")).contains(Set.of("admin"));

        assertThat(user("", "remove", "ada")).isZero();
        assertThat(UserFile.at(file).read().names()).containsExactly("bob");
    }

    @Test
    void shouldPrintAHashForTheConfiguration() {
        assertThat(execute("secret\n", "user", "hash", "--password-stdin", "--iterations", "10000"))
                .isZero();
        assertThat(out.toString()).startsWith("scram-sha-256:10000:").doesNotContain("secret");
    }

    @Test
    void shouldSayInOneLineWhatIsWrongAndChangeNothing() {
        user("secret\n", "add", "ada", "--password-stdin", "--iterations", "10000");
        refused(
                "There is a user 'ada' already",
                user("x\n", "add", "ada", "--password-stdin", "--iterations", "10000"));
        refused("There is no user 'eve'", user("x\n", "password", "eve", "--password-stdin", "--iterations", "10000"));
        refused("There is no user 'eve'", user("", "remove", "eve"));
        refused("There is no user 'eve'", user("", "roles", "eve", "--roles", "admin"));
        refused(
                "There is no password on the standard input",
                user("", "add", "eve", "--password-stdin", "--iterations", "10000"));
        refused("1 to 1024 characters", user("\n", "add", "eve", "--password-stdin", "--iterations", "10000"));
        refused("The name of a user", user("x\n", "add", "e v e", "--password-stdin", "--iterations", "10000"));
        refused("The name of a role", user("", "roles", "ada", "--roles", "a b"));
        assertThat(UserFile.at(file).read().names()).containsExactly("ada");
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        refused("There is no file of users", user("", "list"));
    }

    private void refused(String problem, int status) {
        assertThat(status).as(err.toString()).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("penstock: ")
                .contains(problem);
    }
}

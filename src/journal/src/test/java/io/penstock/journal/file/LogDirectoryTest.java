package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.offline.LogFindings;
import io.penstock.journal.offline.LogInspector;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void shouldChangeNothing() throws Exception {
        Path data = directory.resolve("data");
        try (var journal = Journals.open(data)) {
            journal.appendAndWait(TestAppend.record(true, 0, "a"));
        }
        Files.write(data.resolve(JournalFile.name(9) + FileProvider.PREPARING_SUFFIX), new byte[10]);
        var before = content(data);

        try (var inspector = LogInspector.open(data)) {
            assertThat(new LogFindings().walk(inspector).content).containsExactly("0@0 a");
        }

        assertThat(content(data)).isEqualTo(before);
    }

    @Test
    void shouldLookAtACopyWithoutALockAndMakeNone() throws Exception {
        Journals.open(directory).close();
        Files.delete(directory.resolve(".lock"));

        try (var inspector = LogInspector.open(directory)) {
            assertThat(new LogFindings().walk(inspector).damage).isEmpty();
        }

        assertThat(directory.resolve(".lock")).doesNotExist();
    }

    @Test
    void shouldRefuseADirectoryThatAServerHasOpen() throws Exception {
        var holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = holder.inputReader()) {
            var line = output.readLine();
            while (line != null && !line.equals(LockHolder.READY)) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo(LockHolder.READY);

            assertThatThrownBy(() -> LogInspector.open(directory))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining("in use by a running server");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldKeepServersOutWhileItLooks() {
        Journals.open(directory).close();
        try (var inspector = LogInspector.open(directory)) {
            assertThatThrownBy(() -> Journals.open(directory)).isInstanceOf(JournalException.UnusableDirectory.class);
            assertThat(new LogFindings().walk(inspector).damage).isEmpty();
        }
        Journals.open(directory).close();
    }

    @Test
    void shouldRefuseWhatIsNoStore() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> LogInspector.open(directory)).hasMessageContaining("not the data directory");
        assertThatThrownBy(() -> LogInspector.open(file)).hasMessageContaining("There is no directory");
        assertThatThrownBy(() -> LogInspector.open(directory.resolve("none")))
                .isInstanceOf(JournalException.UnusableDirectory.class)
                .hasMessageContaining("There is no directory");
        assertThat(content(directory)).containsOnlyKeys("file");
    }

    @Test
    void shouldNameAFileThatCannotBeRead() throws Exception {
        Journals.open(directory).close();
        Files.createDirectory(directory.resolve(JournalFile.name(3)));

        try (var inspector = LogInspector.open(directory)) {
            assertThatThrownBy(() -> inspector.walk(new LogFindings()))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining("Cannot read " + directory.resolve(JournalFile.name(3)));
        }
    }

    private static Map<String, String> content(Path directory) throws IOException {
        var content = new TreeMap<String, String>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                content.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file)
                                + java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}

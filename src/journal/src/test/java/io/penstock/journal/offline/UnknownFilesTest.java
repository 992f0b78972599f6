package io.penstock.journal.offline;

import io.penstock.journal.storage.DirectoryStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownFilesTest {

    @TempDir
    Path directory;

    @Test
    void shouldKnowWhatOthersKeepBesideTheJournalAndNothingElse() throws IOException {
        for (var name : List.of(
                "alerts.state",
                "alerts.state.writing",
                "alerts.state.unreadable",
                "first-attempts.trace",
                "first-attempts.trace.new",
                "00000000000000000001.journal",
                "00000000000000000001.journal.bak",
                "alerts.state.bak")) {
            Files.createFile(directory.resolve(name));
        }

        try (var storage = DirectoryStorage.open(directory)) {
            assertThat(UnknownFiles.in(storage))
                    .containsExactly("00000000000000000001.journal.bak", "alerts.state.bak");
        }
    }
}

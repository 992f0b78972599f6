package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OwnershipTest {

    @TempDir
    Path directory;

    private Storage storage;
    private StoreIdentity own;
    private Ownership ownership;

    @BeforeEach
    void open() throws IOException {
        storage = DirectoryStorage.open(directory);
        own = StoreIdentity.obtain(storage).next();
        own.write(storage);
        ownership = new Ownership(storage, own);
        ownership.require();
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    @Test
    void shouldNoticeThatAnotherProcessHasOpenedTheDirectoryAfterItWasLookedAt() throws IOException {
        ownership.require();

        own.next().write(storage);

        assertThatThrownBy(ownership::require)
                .isInstanceOf(JournalException.UnusableDirectory.class)
                .hasMessageContaining("Another process has opened");
        assertThatThrownBy(ownership::require).isInstanceOf(JournalException.UnusableDirectory.class);
    }

    @Test
    void shouldNoticeThatTheFileWasWrittenOver() throws IOException {
        Files.write(directory.resolve(StoreIdentity.NAME), new byte[1]);

        assertThatThrownBy(ownership::require).isInstanceOf(JournalException.Corrupted.class);
    }

    @Test
    void shouldTellAVersionOnlyOfAFileThatIsThere() throws IOException {
        var version = storage.version(StoreIdentity.NAME);
        assertThat(storage.version(StoreIdentity.NAME)).isNotNull().isEqualTo(version);

        own.next().write(storage);

        assertThat(storage.version(StoreIdentity.NAME)).isNotEqualTo(version);
        storage.delete(StoreIdentity.NAME);
        ownership.require();
    }
}

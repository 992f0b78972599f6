package io.penstock.server.backup;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import static org.assertj.core.api.Assertions.assertThat;

class FailureWordsTest {

    private static final class OfLibrary extends IOException {

        private static final long serialVersionUID = 1L;

        OfLibrary(String message) {
            super(message);
        }
    }

    @Test
    void shouldNameNoClass() {
        assertThat(FailureWords.of(new OfLibrary("Truncated source"))).isEqualTo("Truncated source");
        assertThat(FailureWords.of(new OfLibrary(null))).isEqualTo("it cannot be read or written");
        assertThat(FailureWords.of(new EOFException())).isEqualTo("it ends too early");
        assertThat(FailureWords.of(new NoSuchFileException("/a"))).isEqualTo("there is no /a");
        assertThat(FailureWords.of(new AccessDeniedException("/a"))).isEqualTo("/a may not be read or written");
        assertThat(FailureWords.of(new FileAlreadyExistsException("/a"))).isEqualTo("/a is there already");
        assertThat(FailureWords.of(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("/a: No space left on device");
    }
}

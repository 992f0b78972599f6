package io.penstock.testkit;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemoryStorageTest {

    private static final int SIZE = 300_000;

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldHoldWhatWasWrittenWherever() throws IOException {
        // given
        long seed = System.nanoTime();
        var random = new Random(seed);
        var expected = new byte[SIZE];
        int size = 0;
        var file = storage.create("f");

        // when
        for (int i = 0; i < 400; i++) {
            int at = random.nextInt(SIZE);
            int length = random.nextInt(Math.min(SIZE - at, 100_000) + 1);
            if (random.nextInt(10) == 0) {
                file.truncate(at);
                Arrays.fill(expected, Math.min(at, size), size, (byte) 0);
                size = Math.min(size, at);
            } else {
                var bytes = new byte[length];
                if (random.nextBoolean()) {
                    random.nextBytes(bytes);
                }
                file.write(ByteBuffer.wrap(bytes), at);
                System.arraycopy(bytes, 0, expected, at, length);
                size = Math.max(size, at + length);
            }

            // then
            var read = ByteBuffer.allocate(SIZE);
            file.readFully(read, 0);
            assertThat(file.size()).as("seed %d, step %d", seed, i).isEqualTo(size);
            assertThat(read.position()).isEqualTo(size);
            assertThat(Arrays.mismatch(read.array(), expected))
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(-1);
        }
    }

    @Test
    void shouldKnowItsFilesByName() throws IOException {
        storage.create("a").write(ByteBuffer.wrap(new byte[] {1}), 0);
        storage.folder("b").create("c");
        assertThatThrownBy(() -> storage.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        storage.rename("a", "d");
        assertThatThrownBy(() -> storage.open("a")).isInstanceOf(NoSuchFileException.class);
        assertThat(storage.open("d").size()).isEqualTo(1);
        assertThat(storage.list()).containsExactlyInAnyOrder("d", "b/c");
        storage.delete("d");
        assertThatThrownBy(() -> storage.delete("d")).isInstanceOf(NoSuchFileException.class);
    }
}

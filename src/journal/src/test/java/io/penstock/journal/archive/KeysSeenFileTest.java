package io.penstock.journal.archive;

import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class KeysSeenFileTest {

    private static final String GOLDEN =
            "504b5301" + "00000002" + "000000000000000a" + "0000018bcfe56800" + "000000000000012c" + "0000018bcfe56801";

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldKeepItsFormat() throws IOException {
        var seen = new TreeMap<>(Map.of(10L, 1_700_000_000_000L, 300L, 1_700_000_000_001L));

        KeysSeenFile.write(storage, seen);

        assertThat(HexFormat.of().formatHex(storage.bytes(KeysSeenFile.NAME))).startsWith(GOLDEN);
        assertThat(KeysSeenFile.read(storage)).isEqualTo(seen);
        assertThat(storage.list()).containsExactly(KeysSeenFile.NAME);
    }

    @Test
    void shouldKnowNothingWithoutTheFileOrWhereverItIsDamaged() throws IOException {
        assertThat(KeysSeenFile.read(storage)).isEmpty();
        KeysSeenFile.write(storage, Map.of(10L, 5L));
        var size = storage.bytes(KeysSeenFile.NAME).length;
        for (var at = 0; at < size; at++) {
            storage.flip(KeysSeenFile.NAME, at);
            assertThat(KeysSeenFile.read(storage)).isEmpty();
            storage.flip(KeysSeenFile.NAME, at);
        }
        for (var length = 0; length < size; length++) {
            storage.put("cut", Arrays.copyOf(storage.bytes(KeysSeenFile.NAME), length));
            storage.rename("cut", KeysSeenFile.NAME);
            assertThat(KeysSeenFile.read(storage)).isEmpty();
            KeysSeenFile.write(storage, Map.of(10L, 5L));
        }
    }
}

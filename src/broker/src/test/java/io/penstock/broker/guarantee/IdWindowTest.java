package io.penstock.broker.guarantee;

import io.penstock.broker.entry.IdHash;
import io.penstock.broker.entry.RecordPosition;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class IdWindowTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 300);

    private record Sent(IdHash id, long offset, long atMillis) {}

    @Test
    void shouldFindWhatAModelFinds() {
        long first = new Random().nextInt();
        for (long seed = first; seed < first + SEEDS; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        var random = new Random(seed);
        int most = 1 << 2 + random.nextInt(5);
        var window = new IdWindow(most);
        var sent = new ArrayDeque<Sent>();
        long now = 1_000;
        for (int step = 0; step < 400; step++) {
            now += random.nextInt(3);
            // Few homes in the table, so that most ids collide, and few ids, so that some come again.
            var id = new IdHash(random.nextInt(8) | (long) random.nextInt(12) << 40, random.nextInt(2));
            if (random.nextInt(20) == 0) {
                long until = now - random.nextInt(60);
                window.removeUntil(until);
                while (!sent.isEmpty() && sent.peek().atMillis() <= until) {
                    sent.poll();
                }
            } else if (newest(sent, id) == null || random.nextBoolean()) {
                boolean full = sent.size() == most;
                assertThat(window.add(id, step % 7, step, now))
                        .as("seed %d", seed)
                        .isEqualTo(full);
                if (full) {
                    sent.poll();
                }
                sent.add(new Sent(id, step, now));
            }
            check(seed, window, sent, id);
        }
    }

    private static Sent newest(ArrayDeque<Sent> sent, IdHash id) {
        var newest = new HashMap<IdHash, Sent>();
        sent.forEach(each -> newest.put(each.id(), each));
        return newest.get(id);
    }

    private static void check(long seed, IdWindow window, ArrayDeque<Sent> sent, IdHash id) {
        assertThat(window.size()).as("seed %d", seed).isEqualTo(sent.size());
        var expected = newest(sent, id);
        int slot = window.find(id);
        if (expected == null) {
            assertThat(slot).as("seed %d", seed).isEqualTo(IdWindow.NONE);
        } else {
            assertThat(window.offset(slot)).as("seed %d", seed).isEqualTo(expected.offset());
            assertThat(window.partition(slot)).isEqualTo((int) (expected.offset() % 7));
            assertThat(window.millis(slot)).isEqualTo(expected.atMillis());
            assertThat(window.id(slot)).isEqualTo(id);
        }
    }

    @Test
    void shouldCountWhatIsForgottenBeforeItsTime() {
        var deduplication = new Deduplication(1_000, 16);
        for (int i = 0; i < 20; i++) {
            deduplication.sent(IdHash.of("m" + i), new RecordPosition(0, i), 5_000 + i);
        }

        assertThat(deduplication.forgotten()).isEqualTo(4);
        assertThat(deduplication.claim(IdHash.of("m3"), this, 5_020).isOf(this)).isTrue();
        assertThat(deduplication.claim(IdHash.of("m4"), this, 5_020).place)
                .isCompletedWithValue(new RecordPosition(0, 4));
    }
}

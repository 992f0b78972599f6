package io.penstock.broker;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.journal.RepairStep;
import io.penstock.journal.offline.LogRepair;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A broker on a log that was damaged and repaired. */
class RepairTest extends BrokerTest {

    private static final int MESSAGES = 20;
    private static final int LOST = 7;

    @Test
    void shouldServeWhatIsLeftAndGiveNoOffsetTwice() throws Exception {
        broker.declare(Destination.queue("q").build());
        for (int i = 0; i < MESSAGES; i++) {
            send("q", body(i));
        }
        done(consumeQueue("q").next().acceptAsync());
        broker.close();
        damage(body(LOST));
        assertThatThrownBy(this::open).isInstanceOf(PenstockException.StorageUnusable.class);

        assertThat(LogRepair.plan(directory, false)).isNotEmpty().allMatch(RepairStep::possible);
        assertThatThrownBy(this::open).isInstanceOf(PenstockException.StorageUnusable.class);
        LogRepair.apply(directory, false, clock.millis());

        assertThat(LogRepair.plan(directory, true)).isEmpty();
        open();
        send("q", "after");
        var offsets = new HashSet<Long>();
        try (var inbox = consumeQueue("q")) {
            for (int i = 1; i < MESSAGES; i++) {
                if (i != LOST) {
                    var delivery = inbox.next();
                    assertThat(delivery.message().bodyText()).isEqualTo(body(i));
                    assertThat(offsets.add(delivery.offset())).isTrue();
                    done(delivery.acceptAsync());
                }
            }
            var last = inbox.next();
            assertThat(last.message().bodyText()).isEqualTo("after");
            assertThat(last.offset()).isEqualTo(MESSAGES);
            done(last.acceptAsync());
            inbox.expectNothing();
        }
        assertThat(broker.statistics("q").subscriptions().get(0).waiting()).isZero();
        reopen();
        consumeQueue("q").expectNothing();
    }

    private static String body(int number) {
        return "message number " + number + ".";
    }

    /** Turns round a bit of a message. */
    private void damage(String text) throws IOException {
        Path journal;
        try (var files = Files.list(directory)) {
            journal = files.filter(file -> file.toString().endsWith("1.journal"))
                    .findFirst()
                    .orElseThrow();
        }
        var bytes = Files.readAllBytes(journal);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        bytes[at] ^= 1;
        Files.write(journal, bytes);
    }
}

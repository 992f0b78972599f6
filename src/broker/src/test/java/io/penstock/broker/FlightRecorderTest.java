package io.penstock.broker;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.conformance.BrokerFactory;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What a flight recording shows of a broker. */
class FlightRecorderTest extends BrokerTest {

    private static final List<String> NAMES =
            List.of("io.penstock.Append", "io.penstock.Force", "io.penstock.Deliver", "io.penstock.Settle");

    @TempDir
    Path directory;

    @Override
    public BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(BrokerOptions.in(where).withDurability(Durability.SYNC), time);
    }

    @Test
    void shouldRecordAppendForceDeliverAndSettle() throws IOException {
        broker.declare(Destination.queue("orders").build());
        try (var recording = new Recording()) {
            NAMES.forEach(name -> recording.enable(name).withoutThreshold());
            recording.start();
            broker.sendAll(List.of(
                    Message.to("orders").body("a").build(),
                    Message.to("orders").body("b").build()));
            var inbox = consumeQueue("orders");
            for (var delivery : inbox.next(2)) {
                done(delivery.acceptAsync());
            }
            recording.stop();

            assertThat(events(recording, "io.penstock.Append")).anySatisfy(event -> {
                assertThat(event.getInt("records")).isEqualTo(2);
                assertThat(event.getLong("bytes")).isPositive();
                assertThat(event.getBoolean("forced")).isTrue();
                assertThat(event.getString("file")).isNotBlank();
                assertThat(event.getString("trigger")).isNotBlank();
            });
            assertThat(events(recording, "io.penstock.Force"))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.getString("file")).isNotBlank());
            assertThat(events(recording, "io.penstock.Deliver"))
                    .allSatisfy(event -> {
                        assertThat(event.getString("destination")).isEqualTo("orders");
                        assertThat(event.getString("subscription")).isEqualTo("orders");
                        assertThat(event.getString("consumer")).isNotBlank();
                    })
                    .extracting(event -> event.getInt("messages"))
                    .satisfies(counts -> assertThat(
                                    counts.stream().mapToInt(count -> count).sum())
                            .isEqualTo(2));
            assertThat(events(recording, "io.penstock.Settle")).isNotEmpty().allSatisfy(event -> {
                assertThat(event.getInt("decisions")).isPositive();
                assertThat(event.getInt("deadLetters")).isZero();
                assertThat(event.getLong("bytes")).isPositive();
                assertThat(event.getBoolean("forced")).isTrue();
            });
        }
    }

    private List<RecordedEvent> events(Recording recording, String name) throws IOException {
        var file = directory.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}

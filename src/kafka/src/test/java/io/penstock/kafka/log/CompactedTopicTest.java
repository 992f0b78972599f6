package io.penstock.kafka.log;

import io.penstock.Cleanup;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException.InvalidMessage;
import io.penstock.Retention;
import io.penstock.kafka.cluster.TestKafka;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Kafka keeps the newest record of each key, and takes none without a key there. */
class CompactedTopicTest {

    private final String name = TestKafka.uniqueName();
    private CellEngine engine = CellEngine.open(name, CellEngine.Choice.USUAL);

    @AfterEach
    void close() {
        engine.close();
    }

    private static Destination topic(Cleanup cleanup) {
        return Destination.topic("t")
                .partitions(1)
                .retention(Retention.builder().cleanup(cleanup).build())
                .build();
    }

    private static Message keyless(String body) {
        return Message.to("t").body(body).build();
    }

    private static Message keyed(String body) {
        return Message.to("t").key("k").body(body).build();
    }

    private void requireRefusals() {
        assertThatThrownBy(() -> engine.broker().send(keyless("a")))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageContaining("COMPACT");
        assertThatThrownBy(() -> engine.broker().sendAll(List.of(keyed("b"), keyless("c"))))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageContaining("COMPACT");
        engine.broker().send(keyed("d"));
        engine.broker().sendAll(List.of(keyed("e"), keyed("f")));
        assertThat(engine.log().failure()).isNull();
    }

    private String newest() {
        return engine.broker()
                .newest("t", "k".getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .message()
                .bodyText();
    }

    @Test
    void shouldRefuseAMessageWithoutAKeyAlone() {
        engine.broker().declare(topic(Cleanup.COMPACT));
        requireRefusals();
        engine.close();
        engine = CellEngine.open(name, CellEngine.Choice.USUAL);

        requireRefusals();
        assertThat(newest()).isEqualTo("f");
    }

    @Test
    void shouldRefuseItOnceTheTopicIsKeptSo() {
        engine.broker().declare(topic(Cleanup.DELETE));
        engine.broker().send(keyless("a"));
        engine.broker().alter(topic(Cleanup.COMPACT));
        requireRefusals();

        engine.broker().alter(topic(Cleanup.DELETE));
        engine.broker().send(keyless("g"));
        engine.broker().sendAll(List.of(keyless("h"), keyless("i")));

        assertThat(newest()).isEqualTo("f");
    }
}

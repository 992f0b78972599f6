package io.penstock.postgres.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.StartPosition;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.UUID;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Idempotent methods that read a channel of Reactive Messaging. */
class IdempotentChannelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(PaidChannel.class);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    Broker broker;

    @Inject
    PaidChannel channel;

    @Test
    void shouldHandleAMessageOfAChannelOnce() {
        // given
        var id = "m-" + UUID.randomUUID();
        broker.send(Message.to("paid").id(id).body("x").build());
        await().atMost(PATIENCE).until(this::isDone);
        assertThat(payments(id)).isEqualTo(1);
        int runs = channel.runs();

        // when
        broker.seek("paid", "paid", StartPosition.EARLIEST);
        var next = "m-" + UUID.randomUUID();
        broker.send(Message.to("paid").id(next).body("y").build());
        await().atMost(PATIENCE).until(this::isDone);

        // then
        assertThat(payments(id)).isEqualTo(1);
        assertThat(payments(next)).isEqualTo(1);
        assertThat(channel.runs())
                .as("runs, without those of messages that were skipped")
                .isEqualTo(runs + 1);
    }

    private boolean isDone() {
        return broker.browse(BrowseRequest.waiting("paid", 10).build()).isEmpty();
    }

    private static long payments(String id) {
        return QuarkusTransaction.requiringNew().call(() -> Payment.count("messageId", id));
    }
}

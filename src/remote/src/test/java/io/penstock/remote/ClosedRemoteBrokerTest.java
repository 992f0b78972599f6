package io.penstock.remote;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException.Unavailable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whoever still calls a broker that is closed hears of it. */
class ClosedRemoteBrokerTest extends RemoteTest {

    @Test
    void shouldFailWhatIsAskedOfATransaction() {
        remote.declare(Destination.queue("orders").build());
        var committed = remote.begin();
        committed.send(Message.to("orders").body("one").build());
        var prepared = remote.begin();
        prepared.send(Message.to("orders").body("two").build());

        remote.close();

        assertThat(committed.commitAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(Unavailable.class);
        assertThat(prepared.prepareAsync(new byte[] {1}).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(Unavailable.class);
    }

    @Test
    void shouldFailASend() {
        remote.declare(Destination.queue("orders").build());

        remote.close();

        var sent = catchThrowable(
                () -> remote.sendAsync(Message.to("orders").body("one").build())
                        .toCompletableFuture()
                        .join());
        assertThat(sent)
                .satisfiesAnyOf(
                        failure -> assertThat(failure).isInstanceOf(Unavailable.class),
                        failure -> assertThat(failure).hasCauseInstanceOf(Unavailable.class));
    }
}

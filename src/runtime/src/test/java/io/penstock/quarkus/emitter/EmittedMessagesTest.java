package io.penstock.quarkus.emitter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class EmittedMessagesTest {

    private final EmittedMessages messages = new EmittedMessages(Duration.ofMinutes(1));

    @Test
    void shouldLetTheCommitWaitForWhatIsOnItsWay() throws InterruptedException {
        messages.emitted();
        messages.emitted();
        messages.arrived();
        var begun = new CountDownLatch(1);
        var commit = CompletableFuture.runAsync(() -> {
            begun.countDown();
            messages.beforeCommit();
        });
        begun.await();
        assertThat(commit).isNotDone();
        messages.arrived();
        commit.join();
    }

    @Test
    void shouldNotCommitWithoutAMessageThatDoesNotCome() {
        var impatient = new EmittedMessages(Duration.ZERO);
        impatient.emitted();
        assertThatThrownBy(impatient::beforeCommit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("1 messages that were emitted in this transaction did not come");
    }

    @Test
    void shouldNotCommitWithoutAMessageThatWasNackedAndSayWhyItWas() {
        messages.emitted();
        messages.refused(new IOException("no such queue"));
        messages.arrived();
        assertThatThrownBy(messages::beforeCommit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no such queue")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void shouldWaitAtOnceForWhatIsEmittedWhileTheCommitIsUnderWay() {
        var impatient = new EmittedMessages(Duration.ZERO);
        impatient.emitted();
        assertThatCode(impatient::afterEmission).doesNotThrowAnyException();
        impatient.arrived();
        impatient.beforeCommit();
        impatient.emitted();
        assertThatThrownBy(impatient::afterEmission).isInstanceOf(IllegalStateException.class);
    }
}

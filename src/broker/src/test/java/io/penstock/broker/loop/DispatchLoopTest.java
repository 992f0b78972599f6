package io.penstock.broker.loop;

import io.penstock.PenstockException;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever asks for what, a loop does it in the order in which one thing can follow from another. */
class DispatchLoopTest {

    private static final long PATIENCE_SECONDS = Patience.SECONDS;

    private final ManualClock clock = new ManualClock();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final DispatchLoop loop = new DispatchLoop("loop", clock, Ticks.of(clock), failure -> done.add("failed"));

    /** Whatever a turn has decided is written when it ends; here nothing is decided. */
    private final TurnEnd writer = new TurnEnd() {
        @Override
        public void commit() {
            // Nothing was decided.
        }

        @Override
        public void abandon(PenstockException cause) {
            // Nothing was decided.
        }
    };

    @BeforeEach
    void start() {
        loop.start(writer, () -> true, (moved, millis) -> {});
    }

    @AfterEach
    void end() {
        loop.end();
    }

    private LoopCall<Void> call(String name, Runnable then) {
        return LoopCall.of(() -> {
            done.add(name);
            then.run();
        });
    }

    private LoopCall<Void> call(String name) {
        return call(name, () -> {});
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldDoWhatOthersHaveAskedForBeforeWhatItAsksForItself() {
        var isRunning = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var own = call("own");
        loop.submit(call("first", () -> {
            isRunning.countDown();
            await(goOn);
            loop.deliver(own);
        }));
        await(isRunning);
        loop.submit(call("other's"));
        goOn.countDown();

        assertThat(own).succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(done).containsExactly("first", "other's", "own");
    }

    @Test
    void shouldDoWhatItAskedForItselfBeforeWhatOthersAskForThen() {
        var hasAsked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var last = call("other's");
        loop.submit(call(
                "first",
                () -> loop.deliver(call("own", () -> {
                    loop.deliver(call("own again"));
                    hasAsked.countDown();
                    await(goOn);
                }))));
        await(hasAsked);
        loop.submit(last);
        goOn.countDown();

        assertThat(last).succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(done).containsExactly("first", "own", "own again", "other's");
    }

    @Test
    void shouldGoOnAfterAnythingThatACommandThrows() {
        var failing = LoopCall.of(() -> {
            throw new AssertionError("a defect");
        });
        loop.submit(failing);
        var next = call("next");
        loop.submit(next);

        assertThat(next).succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(failing)
                .failsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class)
                .withMessageContaining("a defect");
        assertThat(done).containsExactly("next");
    }

    @Test
    void shouldTellWhomACommandWasAboutThatThrew() {
        var told = new CountDownLatch(1);
        loop.submit(LoopCall.of(cause -> told.countDown(), () -> {
            throw new IllegalStateException("a defect");
        }));

        await(told);

        assertThat(done).isEmpty();
    }

    @Test
    void shouldTellWhatStoppedIt() {
        loop.ask(() -> {
            loop.stopServing(new PenstockException.Unavailable("a reason"));
            return null;
        });

        assertThat(done).containsExactly("failed");
    }
}

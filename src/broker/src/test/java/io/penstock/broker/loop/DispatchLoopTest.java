package io.penstock.broker.loop;

import io.penstock.broker.delivery.Events;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.recovery.JournalFollower;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.testkit.FaultyStorage;
import io.penstock.testkit.ManualClock;
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

    private static final long PATIENCE_SECONDS = 10;
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000));

    private final ManualClock clock = new ManualClock();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final DispatchLoop loop = new DispatchLoop("loop", clock, false, failure -> done.add("failed"));
    private Log journal;

    @BeforeEach
    void start() {
        var follower = new JournalFollower(new Catalog(() -> 1, (id, to, declared, implicit, starts, limits) -> null));
        journal = Log.open(new FaultyStorage(1), SMALL, clock, follower);
        loop.start(journal, null, new Events());
    }

    @AfterEach
    void end() {
        loop.end();
        journal.close();
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
}

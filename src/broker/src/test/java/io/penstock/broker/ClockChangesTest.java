package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Schedule;
import io.penstock.ScheduleStatus;
import io.penstock.Subscription;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The clock is set while the broker runs: what lasts some time lasts that long, what has a time waits for it. */
class ClockChangesTest {

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private EmbeddedBroker broker;

    @BeforeEach
    void open() {
        var options = BrokerOptions.in(directory).withDurability(Durability.OS).withMaxSendWait(Duration.ofSeconds(10));
        broker = EmbeddedBroker.open(options, clock);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void declare(Ordering ordering) {
        var retry = RetryPolicy.builder()
                .delay(Duration.ofSeconds(3))
                .jitter(Duration.ZERO)
                .build();
        broker.declare(Destination.queue("q").build());
        broker.declare(Subscription.ofQueue("q").ordering(ordering).retry(retry).build());
    }

    private void consume(Duration lease) {
        broker.consume(ConsumerOptions.ofQueue("q", "c").lease(lease).build(), deliveries::addAll)
                .request(10);
    }

    private Delivery next() throws InterruptedException {
        var delivery = deliveries.poll(Patience.SECONDS, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        return delivery;
    }

    private long scheduled() {
        return broker.statistics("q").subscriptions().get(0).scheduled();
    }

    /** The loop has seen the clock as it is now: it has answered a question since. */
    private void seen() {
        broker.statistics("q");
        assertThat(deliveries).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void shouldRetryAfterItsDelayWhenTheClockIsSetBack(Ordering ordering) throws InterruptedException {
        declare(ordering);
        consume(Duration.ofHours(5));
        broker.send(Message.to("q").key("k").build());
        next().fail(new IllegalStateException("first run"));
        await().until(() -> scheduled() == 1);

        clock.set(Duration.ofHours(-1));
        clock.pass(Duration.ofMillis(2_900));
        seen();
        clock.pass(Duration.ofMillis(100));

        assertThat(next().attempt()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void shouldNotRetryEarlierWhenTheClockIsSetForward(Ordering ordering) throws InterruptedException {
        declare(ordering);
        consume(Duration.ofHours(5));
        broker.send(Message.to("q").key("k").build());
        next().fail(new IllegalStateException("first run"));
        await().until(() -> scheduled() == 1);

        clock.set(Duration.ofHours(1));
        clock.pass(Duration.ofMillis(2_900));
        seen();
        assertThat(scheduled()).isEqualTo(1);
        clock.pass(Duration.ofMillis(100));

        assertThat(next().attempt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void shouldKeepALeaseForItsTimeWhenTheClockIsSet(int hours) throws InterruptedException {
        declare(Ordering.NONE);
        consume(Duration.ofSeconds(30));
        broker.send(Message.to("q").build());
        next();

        clock.set(Duration.ofHours(hours));
        clock.pass(Duration.ofSeconds(29));
        seen();
        clock.pass(Duration.ofSeconds(2));

        assertThat(next().deliveries()).isEqualTo(2);
    }

    @Test
    void shouldDeliverAtTheTimeThatASenderNamedWhateverTheClockWas() throws InterruptedException {
        declare(Ordering.NONE);
        consume(Duration.ofHours(5));
        broker.send(Message.to("q")
                .deliverAt(clock.instant().plus(Duration.ofMinutes(30)))
                .build());
        await().until(() -> scheduled() == 1);

        clock.set(Duration.ofHours(-1));
        clock.pass(Duration.ofMinutes(60));
        seen();
        clock.set(Duration.ofMinutes(30));

        assertThat(next().message().destination()).isEqualTo("q");
    }

    @Test
    void shouldLetASenderWaitNoLongerWhenTheClockIsSetBack() throws InterruptedException {
        broker.declare(Destination.queue("full")
                .limits(Limits.ofMessages(1).overflow(Overflow.BLOCK).build())
                .build());
        broker.send(Message.to("full").build());
        var outcome = new CompletableFuture<Void>();
        var sender = new Thread(() -> {
            try {
                broker.send(Message.to("full").build());
                outcome.complete(null);
            } catch (PenstockException e) {
                outcome.completeExceptionally(e);
            }
        });
        sender.start();
        await().until(() -> sender.getState() == Thread.State.WAITING);

        clock.set(Duration.ofHours(-1));
        clock.pass(Duration.ofSeconds(11));

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(PenstockException.LimitReached.class);
    }

    @Test
    void shouldSayThatASchedulesClockWasSetBackAndGoOnWhenItCan() {
        broker.declare(Destination.queue("q").build());
        broker.schedule(
                Schedule.cron("wall", "* * * * *", Message.to("q").build()).build());
        broker.schedule(Schedule.every(
                        "interval", Duration.ofMinutes(1), Message.to("q").build())
                .build());
        clock.pass(Duration.ofMinutes(1));
        await().until(() -> fired("wall") == 1 && fired("interval") == 1);
        assertThat(status("wall")).isEqualTo(ScheduleStatus.ACTIVE);

        clock.set(Duration.ofHours(-1));
        clock.pass(Duration.ofMinutes(1));

        await().until(() -> fired("interval") == 2);
        assertThat(status("interval")).isEqualTo(ScheduleStatus.ACTIVE);
        assertThat(status("wall")).isEqualTo(ScheduleStatus.BEHIND);
        assertThat(broker.schedules().find("wall").orElseThrow().problem().orElseThrow())
                .contains("clock was set back");

        broker.schedules().resume("wall");
        assertThat(status("wall")).isEqualTo(ScheduleStatus.ACTIVE);
        clock.pass(Duration.ofMinutes(1));
        await().until(() -> fired("wall") == 2);
        assertThat(broker.browse(BrowseRequest.waiting("q", 10).build())).hasSizeGreaterThanOrEqualTo(4);
    }

    private ScheduleStatus status(String name) {
        return broker.schedules().find(name).orElseThrow().status();
    }

    private long fired(String name) {
        return broker.schedules().find(name).orElseThrow().fired();
    }
}

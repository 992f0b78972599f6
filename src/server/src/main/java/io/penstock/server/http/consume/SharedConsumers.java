package io.penstock.server.http.consume;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.StopGate;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Keeps the consumers of all callers, and bounds what they have together. Safe for use by any thread. */
@Singleton
public final class SharedConsumers {

    /** The time between two looks at what has ended or is idle. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ConsumeLimits limits;
    private final Tokens tokens;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private final Map<Interest, SharedConsumer> consumers = new ConcurrentHashMap<>();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicLong leasedBytes = new AtomicLong();
    private @Nullable ScheduledFuture<?> looking;

    @Inject
    SharedConsumers(ConsumeLimits limits, Tokens tokens, InstantSource clock, ScheduledExecutorService executor) {
        this.limits = limits;
        this.tokens = tokens;
        this.clock = clock;
        this.executor = executor;
    }

    void start(@Observes StartupEvent event, StopGate gate) {
        gate.whenClosed(() -> consumers.values().forEach(SharedConsumer::endAll));
        looking = executor.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    /** Forgets leases that have ended, and lets idle consumers leave. */
    private void look() {
        consumers.forEach((interest, consumer) -> {
            consumer.leases().sweep();
            consumer.settled();
            if (consumer.closeIfIdle(limits.idleTime())) {
                consumers.remove(interest, consumer);
            }
        });
    }

    /** Lets consumers leave that nobody needs now, so that the subscription can be removed. May wait. */
    public void closeIdle(String destination, String subscription) {
        closeIdle(interest -> interest.isOf(destination, subscription));
    }

    /** The same, of all subscriptions, so that the destination can be deleted. */
    public void closeIdle(String destination) {
        closeIdle(interest -> interest.destination().equals(destination));
    }

    private void closeIdle(Predicate<Interest> unwanted) {
        consumers.forEach((interest, consumer) -> {
            if (unwanted.test(interest) && consumer.closeIfIdle(Duration.ZERO)) {
                consumers.remove(interest, consumer);
            }
        });
    }

    /**
     * Begins a poll, which joins the subscription if the caller has no consumer there. May wait for that.
     *
     * @param broker as the caller may use it
     * @throws RequestException if there are too many polls, consumers or leases
     */
    SharedConsumer begin(Broker broker, Interest interest, Poll poll) {
        requireRoom(interest);
        while (true) {
            var consumer = of(broker, interest);
            if (consumer.add(poll)) {
                return consumer;
            }
            consumers.remove(interest, consumer);
        }
    }

    /**
     * The consumer of a caller, which joins the subscription if there is none yet. May wait for that.
     *
     * @param broker as the caller may use it
     */
    SharedConsumer of(Broker broker, Interest interest) {
        var consumer = consumers.get(interest);
        return consumer == null || consumer.isClosed() ? join(broker, interest) : consumer;
    }

    private synchronized SharedConsumer join(Broker broker, Interest interest) {
        var present = consumers.get(interest);
        if (present != null && !present.isClosed()) {
            return present;
        }
        if (consumers.size() >= limits.consumers()) {
            throw RequestException.limitReached(limits.consumers() + " consumers are in use over HTTP"
                    + " (penstock.http.consume.max-consumers): one for each caller and subscription. Try again later.");
        }
        var destination = interest.destination();
        var name = "http " + interest.caller();
        var options = ConsumerOptions.ofTopic(destination, interest.subscription(), shortened(name.strip()))
                .lease(limits.lease())
                .build();
        var leases = new LeaseTable(tokens, clock, leasedBytes);
        var joined =
                new SharedConsumer(ClientProxy.unwrap(broker), options, leases, executor, size -> room(interest, size));
        consumers.put(interest, joined);
        return joined;
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), ConsumerOptions.MAX_NAME_LENGTH));
    }

    private void requireRoom(Interest interest) {
        if (leased(interest) >= limits.leased()) {
            throw RequestException.limitReached(limits.leased() + " messages of the subscription '"
                    + interest.subscription() + "' are leased over HTTP (penstock.http.consume.max-leased): settle some"
                    + " of them, or wait until their leases end.");
        }
        if (leasedBytes.get() >= limits.leasedBytes()) {
            throw RequestException.overloaded("The messages that are leased over HTTP have " + limits.leasedBytes()
                    + " bytes (penstock.http.consume.max-leased-size): settle some of them, or try again.");
        }
    }

    private int room(Interest interest, int messageBytes) {
        long bytes = Math.max(0, limits.leasedBytes() - leasedBytes.get());
        long bySize = (bytes + messageBytes - 1) / messageBytes;
        return (int) Math.min(limits.leased() - leased(interest), bySize);
    }

    private int leased(Interest interest) {
        int leased = 0;
        for (var entry : consumers.entrySet()) {
            if (entry.getKey().isOf(interest.destination(), interest.subscription())) {
                leased += entry.getValue().leases().size();
            }
        }
        return leased;
    }

    /** The consumer whose leases these are; null if there is none. */
    @Nullable
    SharedConsumer find(Interest interest) {
        return consumers.get(interest);
    }

    /** @throws RequestException if there are too many polls already */
    void pollBegins() {
        if (polls.incrementAndGet() > limits.polls()) {
            polls.decrementAndGet();
            throw RequestException.limitReached(limits.polls() + " polls wait at the moment"
                    + " (penstock.http.consume.max-polls): try again later, or ask for more messages at a time.");
        }
    }

    /** How many requests wait for messages. */
    int polls() {
        return polls.get();
    }

    /** How many requests and streams wait for messages. */
    int waiting() {
        return consumers.values().stream().mapToInt(SharedConsumer::waiting).sum();
    }

    void pollEnds() {
        polls.decrementAndGet();
    }
}

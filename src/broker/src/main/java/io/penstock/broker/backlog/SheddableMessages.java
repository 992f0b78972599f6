package io.penstock.broker.backlog;

import io.penstock.BrokerEvent;
import io.penstock.PenstockException;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.feed.FeedOwner;
import io.penstock.broker.limit.DestinationLimits;
import io.penstock.broker.limit.Waiting;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers the limits of a destination for one subscription: how much waits there, and which of its oldest messages can
 * be thrown away for newer ones.
 */
public final class SheddableMessages implements Waiting {

    private final int subscription;
    private final LocalDestination destination;
    private final LoopContext loop;
    private final Consumer<BrokerEvent> events;
    private final FeedOwner feeds;
    private final Backlog backlog;
    private final OldestMessages oldest;
    private final Counters counters;

    /** Those that wait for a message to be fetched. */
    private final Set<Shedding> awaiting = new LinkedHashSet<>();

    private boolean ended;

    /** @param events is told of what was thrown away */
    public SheddableMessages(
            int subscription,
            LocalDestination destination,
            LoopContext loop,
            Consumer<BrokerEvent> events,
            FeedOwner feeds,
            Backlog backlog,
            OldestMessages oldest,
            Counters counters) {
        this.subscription = subscription;
        this.destination = destination;
        this.loop = loop;
        this.events = events;
        this.feeds = feeds;
        this.backlog = backlog;
        this.oldest = oldest;
        this.counters = counters;
    }

    @Override
    public long messages() {
        return backlog.waitingMessages();
    }

    @Override
    public long bytes() {
        return backlog.waitingBytes();
    }

    @Override
    public int subscription() {
        return subscription;
    }

    @Override
    public void shed(DestinationLimits limits, long messages, long bytes, Consumer<List<RecordPosition>> answer) {
        loop.deliver(new Shedding(limits, messages, bytes, answer));
    }

    private final class Shedding extends Command<Void> {

        private final DestinationLimits limits;
        private final long messages;
        private final long bytes;
        private final Consumer<List<RecordPosition>> answer;
        private final List<RecordPosition> taken = new ArrayList<>();

        private Shedding(DestinationLimits limits, long messages, long bytes, Consumer<List<RecordPosition>> answer) {
            this.limits = limits;
            this.messages = messages;
            this.bytes = bytes;
            this.answer = answer;
        }

        @Override
        public void execute() {
            if (ended || oldest.take(this::isTooMuch, backlog, taken, SheddableMessages.this::goOn)) {
                answer.accept(taken);
            } else {
                awaiting.add(this);
                loop.postponed().add(this);
            }
        }

        private boolean isTooMuch() {
            return limits.isOver(SheddableMessages.this, messages, bytes);
        }

        private void goOn() {
            loop.postponed().remove(this);
            execute();
        }

        @Override
        public void refuse(PenstockException cause) {
            answer.accept(List.of());
        }
    }

    /** A message was fetched that some wait for. */
    private void goOn() {
        for (var each : List.copyOf(awaiting)) {
            awaiting.remove(each);
            each.goOn();
        }
    }

    /** The subscription is gone: who waits is told what was found so far. */
    public void end() {
        ended = true;
        oldest.end();
        goOn();
    }

    @Override
    public void discarded(DestinationLimits limits, int messages) {
        loop.deliver(LoopCall.of(() -> {
            counters.discarded += messages;
            long now = loop.nowMillis();
            long untold = limits.telling().add(now, messages);
            if (untold > 0) {
                events.accept(new BrokerEvent.MessagesDiscarded(Instant.ofEpochMilli(now), destination.name(), untold));
            }
        }));
    }

    @Override
    public void keep(List<RecordPosition> places) {
        loop.deliver(LoopCall.of(() -> {
            for (var place : places) {
                if (backlog.keep(place)) {
                    feeds.feed(place.partition()).unclaim(place.offset());
                    feeds.activate(feeds.feed(place.partition()));
                }
            }
        }));
    }
}

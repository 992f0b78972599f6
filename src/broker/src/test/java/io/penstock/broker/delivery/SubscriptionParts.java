package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.Delivery;
import io.penstock.Subscription;
import io.penstock.broker.backlog.Backlog;
import io.penstock.broker.backlog.Counters;
import io.penstock.broker.feed.RecordList;

import java.util.ArrayList;
import java.util.List;

/** The parts of one subscription of a queue, put together without an engine that gives them their turns. */
final class SubscriptionParts {

    final SteppedLoop loop = new SteppedLoop();
    final RecordList records = new RecordList();
    final Counters counters = new Counters();
    final LocalSubscription subscription;
    final ActiveFeeds active;
    final Consumers consumers;
    final PartitionFeeds feeds;
    final Deliveries deliveries;
    final Settler settler;
    final HandOut handOut;
    final List<Delivery> handed = new ArrayList<>();

    /** How often somebody asked for a turn. */
    int wakes;

    SubscriptionParts() {
        this(Subscription.ofQueue("q").deadLetter(DeadLetterPolicy.DISCARD).build());
    }

    SubscriptionParts(Subscription declared) {
        subscription = new LocalSubscription(1, records.destination, declared, false, () -> {});
        active = new ActiveFeeds(1, () -> wakes++);
        consumers = new Consumers(subscription);
        feeds = new PartitionFeeds(subscription, loop, loop.scheduled(), consumers, active, new long[1], null);
        var progress = new SubscriptionProgress(
                subscription, feeds, new Backlog(records.destination, feeds.progress()), active);
        var decisions = new Decisions(loop, progress);
        deliveries = new Deliveries(subscription, loop, consumers, feeds, progress, decisions, counters);
        settler = new Settler(subscription, loop, decisions, deliveries, active, counters);
        handOut = new HandOut(subscription, loop, active, consumers, feeds, decisions, deliveries, settler, counters);
        feeds.start((partition, whenHere) -> records, new long[1]);
        feeds.open();
    }

    /** One that has joined, with so much credit. */
    Member consumer(String filter, long credit) {
        var options = ConsumerOptions.ofQueue("q", "c").filter(filter).build();
        var member =
                new Member(options, handed::addAll, loop, consumers.creditChanges, consumers::applyCreditChanges, null);
        member.request(credit);
        handOut.join(member);
        return member;
    }

    /** A turn in which as much is handed out as may be. */
    void turn() {
        feeds.activate(feeds.feed(0));
        handOut.turn(true);
    }

    LocalDelivery delivery(int number) {
        return (LocalDelivery) handed.get(number);
    }
}

package io.penstock.server.sample.flights;

import io.penstock.Broker;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.server.sample.Console;
import io.penstock.server.sample.SampleProblem;
import io.penstock.server.sample.Watch;

import java.util.Locale;

/** Describes how far the flights are. */
final class FlightsProgress implements Watch.Watched {

    /** Leaves the line shorter than 80 characters: a terminal that breaks lines could not write over it. */
    private static final int BAR_CHARS = 12;

    private final Broker broker;
    private final FlightPlan plan;
    private final Publication publication;
    private final AirportAggregation aggregation;
    private final LateFlightRouter router;
    private final Console console;
    private Long victim;
    private long toRoute;
    private long toCount;
    private long queued;
    private long scheduled;

    FlightsProgress(
            Broker broker,
            FlightPlan plan,
            Publication publication,
            AirportAggregation aggregation,
            LateFlightRouter router,
            Console console) {
        this.broker = broker;
        this.plan = plan;
        this.publication = publication;
        this.aggregation = aggregation;
        this.router = router;
        this.console = console;
    }

    /** Has a process killed when half of the flights are counted. */
    void killInTheMiddle(long process) {
        victim = process;
    }

    private void killIfDue() {
        if (victim == null || 2 * aggregation.counted() < plan.flights()) {
            return;
        }
        ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
        console.line("Half of the flights are counted. Killed the instance that owns the messages: process " + victim);
        victim = null;
    }

    @Override
    public void look() {
        killIfDue();
        if (router.failure() != null) {
            throw new SampleProblem("Late flights cannot be put into the queue: "
                    + router.failure().getMessage());
        }
        // The topic first: what has left it is in the queue by then, or done.
        toRoute = ofTopic(LateFlightRouter.SUBSCRIPTION).waiting();
        toCount = ofTopic(AirportAggregation.SUBSCRIPTION).waiting();
        var queue = of(LateFlights.QUEUE, LateFlights.QUEUE);
        queued = queue.waiting();
        scheduled = queue.scheduled();
        console.progress(line());
    }

    private String line() {
        long counted = aggregation.counted();
        long tenths = plan.flights() == 0 ? 1_000 : 1_000 * counted / plan.flights();
        int filled = (int) (BAR_CHARS * tenths / 1_000);
        return String.format(
                Locale.ROOT,
                "[%s%s] %d %%  sent %,d  counted %,d  late %,d (%,d to retry)",
                "#".repeat(filled),
                "-".repeat(BAR_CHARS - filled),
                tenths / 10,
                publication.published(),
                counted,
                queued,
                scheduled);
    }

    @Override
    public long progress() {
        return publication.published() + aggregation.counted() - toRoute - toCount - queued;
    }

    @Override
    public boolean ended() {
        return publication.complete() && toRoute == 0 && toCount == 0 && queued == 0;
    }

    private SubscriptionStatistics ofTopic(String subscription) {
        return of(FlightsSample.TOPIC, subscription);
    }

    private SubscriptionStatistics of(String destination, String subscription) {
        return broker.statistics(destination).subscriptions().stream()
                .filter(statistics -> statistics.name().equals(subscription))
                .findFirst()
                .orElseThrow(() -> new SampleProblem("Nobody has joined '" + subscription + "' of '" + destination
                        + "': is its listener switched off in the configuration?"));
    }
}

package io.penstock.server.sample.flights;

import io.penstock.Broker;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up what a run did, from the log, and compares it with what it had to do. */
final class FlightsAccount {

    private final Broker broker;
    private final FlightPlan plan;
    private final Publication publication;
    private final AirportAggregation aggregation;

    FlightsAccount(Broker broker, FlightPlan plan, Publication publication, AirportAggregation aggregation) {
        this.broker = broker;
        this.plan = plan;
        this.publication = publication;
        this.aggregation = aggregation;
    }

    /**
     * @param ended whether the run came to its end, and did not stall
     * @param nowNanos when all of it was done
     */
    FlightsSummary close(boolean ended, AirportTotals reference, String referenceName, long nowNanos) {
        var ledger = LateFlightLedger.of(broker);
        long sent = broker.statistics(FlightsSample.TOPIC).messages();
        long differences = aggregation.differences(reference);
        long notCounted = plan.flights() - aggregation.counted();
        long notSettled = plan.late() - ledger.settled();
        double seconds = (nowNanos - publication.startNanos()) / 1e9;
        return new FlightsSummary(
                "flights",
                ended
                        && sent == plan.flights()
                        && notCounted == 0
                        && notSettled == 0
                        && differences == 0
                        && ledger.deadLettersAre(plan.doomedRows()),
                sent,
                publication.sentNow(),
                notCounted + notSettled,
                differences == 0,
                aggregation.airports(),
                differences,
                referenceName,
                deliveredPerConsumer(ledger),
                plan.late(),
                ledger.booked(),
                ledger.retried(),
                ledger.deadLetters().size(),
                ledger.deadLetters(),
                aggregation.repeated() + ledger.repeated(),
                publication.seconds(),
                seconds,
                perSecond(publication.sentNow(), publication.seconds()),
                publication.latencies().percentileMillis(50),
                publication.latencies().percentileMillis(99),
                aggregation.latencies().percentileMillis(50),
                aggregation.latencies().percentileMillis(99));
    }

    private Map<String, Long> deliveredPerConsumer(LateFlightLedger ledger) {
        var delivered = new LinkedHashMap<String, Long>();
        delivered.put(AirportAggregation.SUBSCRIPTION, aggregation.counted());
        broker.statistics(FlightsSample.TOPIC).subscriptions().stream()
                .filter(subscription -> subscription.name().equals(LateFlightRouter.SUBSCRIPTION))
                .forEach(subscription -> delivered.put(subscription.name(), plan.flights() - subscription.waiting()));
        delivered.putAll(ledger.bookedPerConsumer());
        return delivered;
    }

    private static long perSecond(long messages, double seconds) {
        return seconds == 0 ? 0 : Math.round(messages / seconds);
    }
}

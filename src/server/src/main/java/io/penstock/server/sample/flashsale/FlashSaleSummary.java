package io.penstock.server.sample.flashsale;

import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.server.sample.Summary;
import io.penstock.server.sample.SummaryLines;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of the flash sale. Counts are over all runs on the data directory; times, and what is called "now", are of
 * this run.
 *
 * @param lost over the three subscriptions, orders that did not see all of them
 * @param aggregateMatches whether what each subscription saw amounts to what was ordered
 * @param repeatedDeliveries handled more than once, because a kill came between handling and its acknowledgement
 * @param acceptSeconds from the first order until all were durable
 * @param seconds from the first order until each subscription had seen all
 * @param messagesPerSecond orders accepted in this run, in a second of {@code acceptSeconds}
 * @param p50Millis that a sender waited for its order to be durable; {@code p99Millis} and {@code maxMillis} likewise
 * @param backlogMax payments that waited at the worst time
 * @param backlogAtEndOfSale payments that waited when the last order had been accepted
 * @param backlog payments that waited, over time
 */
record FlashSaleSummary(
        String sample,
        boolean passed,
        long sent,
        long sentNow,
        long lost,
        boolean aggregateMatches,
        Map<String, Long> deliveredPerConsumer,
        long retried,
        long deadLettered,
        long repeatedDeliveries,
        double acceptSeconds,
        double seconds,
        long messagesPerSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        int paymentsPerSecond,
        long backlogMax,
        long backlogAtEndOfSale,
        List<OrderBacklog.Sample> backlog)
        implements Summary {

    static FlashSaleSummary of(
            boolean ended,
            Sale sale,
            List<Department> departments,
            OrderBacklog backlog,
            long backlogAtEndOfSale,
            DestinationStatistics topic,
            int paymentsPerSecond) {
        var delivered = new LinkedHashMap<String, Long>();
        departments.forEach(department -> delivered.put(department.subscription(), department.seen()));
        long lost = delivered.values().stream()
                .mapToLong(seen -> sale.orders() - seen)
                .sum();
        boolean matches = departments.stream().allMatch(department -> department.cents() == sale.cents());
        return new FlashSaleSummary(
                "flash-sale",
                ended && topic.messages() == sale.orders() && lost == 0 && matches,
                topic.messages(),
                sale.acceptedNow(),
                lost,
                matches,
                delivered,
                sum(topic, true),
                sum(topic, false),
                departments.stream().mapToLong(Department::repeated).sum(),
                sale.seconds(),
                sale.secondsSinceStart(),
                Math.round(sale.acceptedNow() / sale.seconds()),
                sale.waits().percentileMillis(50),
                sale.waits().percentileMillis(99),
                sale.waits().maxMillis(),
                paymentsPerSecond,
                backlog.max(),
                backlogAtEndOfSale,
                backlog.curve());
    }

    private static long sum(DestinationStatistics topic, boolean retries) {
        return topic.subscriptions().stream()
                .mapToLong(retries ? SubscriptionStatistics::retried : SubscriptionStatistics::deadLettered)
                .sum();
    }

    @Override
    public String whatToSee() {
        return "/#/destinations/" + FlashSaleSample.TOPIC;
    }

    @Override
    public List<String> lines() {
        var lines = new SummaryLines();
        lines.addSent("accepted", "orders", sent, sentNow, acceptSeconds, messagesPerSecond);
        if (sentNow > 0) {
            lines.add(
                    "senders",
                    "waited for the log %.1f ms (p50), %.1f ms (p99), at most %.1f ms",
                    p50Millis,
                    p99Millis,
                    maxMillis);
            lines.add("", "and never for consumers: %,d payments waited when the last order came", backlogAtEndOfSale);
        }
        deliveredPerConsumer.forEach((consumer, count) -> lines.add("delivered", "%,9d to %s", count, consumer));
        lines.add("backlog", "at most %,d payments waited; %,d a second are taken", backlogMax, paymentsPerSecond);
        OrderBacklog.chart(backlog).forEach(lines::addPlain);
        lines.add("amounts", "%s", aggregateMatches ? "equal in all subscriptions" : "DIFFER between subscriptions");
        if (repeatedDeliveries > 0) {
            lines.add("repeated", "%,d deliveries came again after a kill and changed nothing", repeatedDeliveries);
        }
        lines.add("lost", "%,d", lost);
        lines.add("result", "%s after %.1f s", passed ? "PASSED" : "FAILED", seconds);
        return lines.lines();
    }
}

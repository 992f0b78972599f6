package com.acme.shop.demo;

import java.util.Locale;
import java.util.Map;

/**
 * What the demonstration has found; its components are the fields of the JSON object.
 *
 * @param passed whether all is as it must be
 * @param sent the orders that are on the disk
 * @param acceptSeconds how long that took
 * @param backlogAtEnd the payments that waited when the last order had been taken
 * @param deliveredPerConsumer the orders that each department has dealt with
 * @param aggregateMatches whether the payments amount to what was ordered
 * @param lost orders that a department has not dealt with, over all three
 * @param stockMatches whether the levels are what a replay of all movements adds up to
 * @param catalogPages pages that were set in the background
 * @param offersPerQueue offers that came out of each queue
 * @param reminders unpaid invoices that were reminded of
 * @param reports reports that the schedule has asked for
 * @param shipped parcels that the carrier has collected
 * @param deadLettered parcels that nobody could deliver
 * @param seconds how long all of it took
 */
record Summary(
        boolean passed,
        long sent,
        double acceptSeconds,
        long backlogAtEnd,
        Map<String, Long> deliveredPerConsumer,
        boolean aggregateMatches,
        long lost,
        boolean stockMatches,
        int catalogPages,
        Map<String, Long> offersPerQueue,
        long reminders,
        long reports,
        long shipped,
        long deadLettered,
        double seconds) {

    String text() {
        return String.format(
                Locale.ROOT,
                "orders       %,d on the disk in %.1f s; then %,d payments waited%n"
                        + "departments  %s, lost %d, amounts %s%n"
                        + "stock        levels and replay %s%n"
                        + "catalog      %d pages set in the background%n"
                        + "offers       %s%n"
                        + "billing      %d reminders, %d reports%n"
                        + "shipping     %d parcels collected, %d dead letters%n"
                        + "result       %s in %.1f s",
                sent,
                acceptSeconds,
                backlogAtEnd,
                deliveredPerConsumer,
                lost,
                aggregateMatches ? "agree" : "differ",
                stockMatches ? "agree" : "differ",
                catalogPages,
                offersPerQueue,
                reminders,
                reports,
                shipped,
                deadLettered,
                passed ? "passed" : "NOT PASSED",
                seconds);
    }
}

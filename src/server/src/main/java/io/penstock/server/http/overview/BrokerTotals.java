package io.penstock.server.http.overview;

import io.penstock.DestinationKind;

/**
 * Sums of all destinations but exchanges, which keep nothing.
 *
 * @param oldestAgeMillis of the oldest message that is not settled and no dead letter; 0 if there is none
 */
record BrokerTotals(double in, double out, long waiting, long oldestAgeMillis, long deadLetters) {

    Measured measured() {
        return new Measured(in, out, waiting, deadLetters);
    }

    /** Adds up. Not thread-safe. */
    static final class Sum {

        private double in;
        private double out;
        private long waiting;
        private long oldestAgeMillis;
        private long deadLetters;

        void add(DestinationLook look) {
            if (look.kind() != DestinationKind.EXCHANGE) {
                in += look.in();
                out += look.out();
                waiting += look.waiting();
                oldestAgeMillis = Math.max(oldestAgeMillis, look.oldestAgeMillis());
            }
        }

        void addLetters(DestinationLook look) {
            deadLetters += look.waiting();
        }

        BrokerTotals total() {
            return new BrokerTotals(Rate.rounded(in), Rate.rounded(out), waiting, oldestAgeMillis, deadLetters);
        }
    }
}

package io.penstock.server.http.overview;

/** Rates are in messages a second, and are told with two digits behind the point. */
final class Rate {

    private static final double DIGITS = 100;
    private static final double NANOS_OF_A_SECOND = 1e9;

    private Rate() {}

    /**
     * The rate between two looks at a counter. One that is smaller than before has begun anew.
     *
     * @param nanos that are between them; the rate is zero if there are none
     */
    static double between(long before, long now, long nanos) {
        long counted = now < before ? now : now - before;
        return nanos <= 0 ? 0 : counted * NANOS_OF_A_SECOND / nanos;
    }

    static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}

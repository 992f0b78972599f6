package io.penstock.server.http.overview;

import io.penstock.server.http.request.Parameter;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The resolutions in which what was measured is kept: the longer ago, the coarser. */
enum Resolution {
    SECONDS("PT5M", Duration.ofSeconds(1)),
    TEN_SECONDS("PT1H", Duration.ofSeconds(10)),
    MINUTES("P1D", Duration.ofMinutes(1));

    private final String text;
    private final Duration range;
    private final Duration step;

    Resolution(String range, Duration step) {
        text = range;
        this.range = Duration.parse(range);
        this.step = step;
    }

    /** For how long it is kept. */
    Duration range() {
        return range;
    }

    long stepSeconds() {
        return step.toSeconds();
    }

    int points() {
        return (int) range.dividedBy(step);
    }

    /**
     * The resolution of a range, which the query parameter names; that of an hour if it is absent.
     *
     * @throws io.penstock.server.http.request.RequestException if nothing is kept for such a time
     */
    static Resolution of(Parameter range) {
        if (!range.isPresent()) {
            return TEN_SECONDS;
        }
        return Arrays.stream(values())
                .filter(each -> each.text.equals(range.text()))
                .findFirst()
                .orElseThrow(() -> range.wrong(
                        Arrays.stream(values()).map(each -> each.text).collect(Collectors.joining(" or "))));
    }
}

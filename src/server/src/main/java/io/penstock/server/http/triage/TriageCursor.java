package io.penstock.server.http.triage;

import io.penstock.AsciiNumbers;
import io.penstock.postgres.triage.TriagePlace;
import io.penstock.server.http.request.Parameter;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Writes the place where the next page of letters begins so that nobody is tempted to make one up. */
final class TriageCursor {

    /** Longer ones are none. */
    private static final int MAX_CHARS = 100;

    /** The end of the year 9999: what the database can compare, and more than any clock says. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private static final int NANOS = 1_000_000_000;
    private static final int PARTS = 3;

    private TriageCursor() {}

    static String text(TriagePlace place) {
        var plain = place.diedAt().getEpochSecond() + "." + place.diedAt().getNano() + "." + place.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** The place; null if the parameter is absent. */
    static @Nullable TriagePlace place(Parameter after) {
        if (!after.isPresent()) {
            return null;
        }
        try {
            if (after.text().length() <= MAX_CHARS) {
                var plain = new String(Base64.getUrlDecoder().decode(after.text()), StandardCharsets.US_ASCII);
                var parts = plain.split("\\.", -1);
                var seconds = AsciiNumbers.parseLong(parts[0]);
                var nanos = AsciiNumbers.parseInt(parts[1]);
                boolean isTime = seconds >= 0 && seconds <= MAX_SECONDS && nanos >= 0 && nanos < NANOS;
                if (parts.length == PARTS && isTime) {
                    return new TriagePlace(Instant.ofEpochSecond(seconds, nanos), AsciiNumbers.parseLong(parts[2]));
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // Refused below, like one that is too long.
        }
        throw after.wrong("the 'next' of the page before, as it is");
    }
}

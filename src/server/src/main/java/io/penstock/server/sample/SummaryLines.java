package io.penstock.server.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out the lines of a summary, each with a label and a text. Not thread-safe. */
public final class SummaryLines {

    private final List<String> lines = new ArrayList<>();

    /** @param format as in {@link String#format}, without regard to the user's language */
    public SummaryLines add(String label, String format, Object... values) {
        lines.add(String.format(Locale.ROOT, "  %-13s", label) + String.format(Locale.ROOT, format, values));
        return this;
    }

    /** Adds how much was sent, and how fast. No rate is claimed for what earlier runs sent. */
    public SummaryLines addSent(String label, String things, long total, long now, double seconds, long perSecond) {
        if (now == 0) {
            return add(label, "%,d %s, all of them by earlier runs", total, things);
        }
        String share = now == total ? "" : String.format(Locale.ROOT, ", of these %,d now", now);
        return add(label, "%,d %s%s in %.1f s: %,d a second", total, things, share, seconds, perSecond);
    }

    /** A line without a label, set in. */
    public SummaryLines addPlain(String line) {
        lines.add("    " + line);
        return this;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}

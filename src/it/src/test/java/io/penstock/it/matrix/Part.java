package io.penstock.it.matrix;

import java.util.List;
import java.util.Locale;

/**
 * Something that an application may have besides, with a folder of its own in {@code src/it/matrix}: dependencies,
 * sources, tests and settings, as a user would write them.
 */
enum Part {
    BASICS(
            "Packing a book",
            "Received a letter by Jakarta Messaging",
            "Received a parcel by Reactive Messaging",
            "Received a price of 1200 by a topic"),
    JTA("Received a coin in a transaction"),
    INBOX("Received a payment in the database"),
    OBSERVED,
    REST,
    KAFKA,
    TESTKIT,
    POOL("Received a pooled letter by Jakarta Messaging");

    private final List<String> lines;

    Part(String... lines) {
        this.lines = List.of(lines);
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it logs when it has been started. */
    List<String> lines() {
        return lines;
    }
}

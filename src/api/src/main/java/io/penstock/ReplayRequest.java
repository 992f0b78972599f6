package io.penstock;

import java.util.Objects;

/**
 * What to read again.
 *
 * @param from where to begin in each partition
 * @param to where to end in each partition, that message excluded; never beyond where the partition ends when the
 *     replay begins
 * @param filter which messages, in the language of message selectors; null for all
 */
public record ReplayRequest(String destination, StartPosition from, StartPosition to, String filter) {

    public ReplayRequest {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** Everything that is there now. */
    public static ReplayRequest all(String destination) {
        return new ReplayRequest(destination, StartPosition.EARLIEST, StartPosition.LATEST, null);
    }
}

package io.penstock.server.http.deadletter;

import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.DeadLetterRequest;
import io.penstock.StoredMessage;
import io.penstock.server.http.deadletter.GroupsView.Group;
import io.penstock.server.http.deadletter.GroupsView.Sample;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Collects letters that died for the same reason, by the same exception. Not thread-safe. */
final class LetterGroup {

    /** The most of a description that a list of groups shows. */
    private static final int MAX_DESCRIPTION_CHARS = 256;

    /**
     * Tells groups apart.
     *
     * @param reason null for messages that were sent to the queue itself
     * @param exception null if nothing was thrown
     */
    record Key(@Nullable DeadLetterReason reason, @Nullable String exception) {

        static Key of(@Nullable DeadLetterRecord death) {
            return death == null ? new Key(null, null) : new Key(death.reason(), death.exception());
        }

        /** What selects the letters of this group; null if they are none, or it would be too long. */
        private @Nullable String filter() {
            if (reason == null) {
                return null;
            }
            var text = "penstock_reason = '" + reason + "' AND penstock_exception "
                    + (exception == null ? "IS NULL" : "= '" + exception.replace("'", "''") + "'");
            return text.length() > DeadLetterRequest.MAX_TEXT_LENGTH ? null : text;
        }
    }

    private final Key key;
    private long count;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private @Nullable String description;
    private Sample sample = new Sample(0, 0);

    LetterGroup(Key key) {
        this.key = key;
    }

    long count() {
        return count;
    }

    void add(StoredMessage stored, @Nullable DeadLetterRecord death, Instant died) {
        count++;
        first = died.isBefore(first) ? died : first;
        if (!died.isBefore(last)) {
            last = died;
            sample = new Sample(stored.partition(), stored.offset());
            description = death == null ? null : death.description();
        }
    }

    Group view() {
        return new Group(
                key.reason(), key.exception(), shortened(description), count, first, last, sample, key.filter());
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null || text.length() <= MAX_DESCRIPTION_CHARS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_DESCRIPTION_CHARS - 1))
                ? MAX_DESCRIPTION_CHARS - 1
                : MAX_DESCRIPTION_CHARS;
        return text.substring(0, end) + "\u2026";
    }
}

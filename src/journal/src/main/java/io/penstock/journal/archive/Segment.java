package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;

import java.util.List;

/** One segment file of a partition, with what is known of it. One thread appends to it, any thread reads it. */
final class Segment {

    static final String LOG = ".log";
    static final String INDEX = ".index";
    static final String TIME_INDEX = ".timeindex";

    /** The suffix of a file that was written in part, and is never looked at again. */
    static final String CLEANING = ".cleaning";

    /** Out of use, kept as long as a checkpoint may need it. */
    static final String REMOVED = ".removed";

    /** Followed by a time in milliseconds: damaged, and kept for people to look at. */
    static final String CORRUPT = ".corrupt-";

    private static final int DIGITS = 20;

    /** No record has it, for it is what an unknown time is. */
    static final long UNKNOWN = Long.MIN_VALUE;

    final Storage folder;
    final long baseOffset;

    /** Readers may read so far. */
    volatile int bytes;

    /** The latest timestamp of its records; unknown until somebody needs it. */
    volatile long maxTimestamp = UNKNOWN;

    /** Set before its name changes: what is read by that name from then on may be another file. */
    volatile boolean retired;

    /** Bytes that a loss of power leaves for sure. */
    int forcedBytes;

    /** Writing to it has failed, and may have left something behind its end, which must go before it is sealed. */
    boolean mayBeLonger;

    Segment(Storage folder, long baseOffset, int bytes) {
        this.folder = folder;
        this.baseOffset = baseOffset;
        this.bytes = bytes;
    }

    static String name(long baseOffset, String suffix) {
        var digits = Long.toString(baseOffset);
        return "0".repeat(DIGITS - digits.length()) + digits + suffix;
    }

    /** The base offset in a name with that suffix; -1 if it is no such name. */
    static long baseOffset(String name, String suffix) {
        if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return -1;
        }
        for (var i = 0; i < DIGITS; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        try {
            return Long.parseLong(name.substring(0, DIGITS));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * The name that a file would have if its digits were those of ASCII. Earlier versions wrote digits of the locale of
     * the process.
     *
     * @return null if it does not begin with so many digits, or they are those of ASCII already
     */
    static String canonical(String name) {
        var canonical = new StringBuilder();
        var at = 0;
        for (; canonical.length() < DIGITS && at < name.length(); at += Character.charCount(name.codePointAt(at))) {
            var digit = Character.digit(name.codePointAt(at), 10);
            if (digit < 0 || Character.getType(name.codePointAt(at)) != Character.DECIMAL_DIGIT_NUMBER) {
                return null;
            }
            canonical.append((char) ('0' + digit));
        }
        canonical.append(name, at, name.length());
        return canonical.length() <= DIGITS || canonical.toString().equals(name) ? null : canonical.toString();
    }

    /** Whether a file of a partition's folder has a name that this version gives, or one that repair or people do. */
    static boolean isUnderstood(String name) {
        if (name.startsWith(".")) {
            return true;
        }
        for (var suffix : List.of(LOG, INDEX, TIME_INDEX, LOG + CLEANING, LOG + REMOVED)) {
            if (baseOffset(name, suffix) >= 0) {
                return true;
            }
        }
        var corrupt = name.indexOf(CORRUPT);
        return corrupt > 0 && isUnderstood(name.substring(0, corrupt));
    }

    String name() {
        return name(baseOffset, LOG);
    }

    String describe() {
        return folder.describe(name());
    }
}

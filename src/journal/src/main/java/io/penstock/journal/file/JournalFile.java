package io.penstock.journal.file;

import io.penstock.journal.storage.StorageFile;

/** An open journal file. */
public final class JournalFile {

    public static final String SUFFIX = ".journal";

    private static final int NUMBER_DIGITS = 20;

    public final long number;
    public final String name;
    public final StorageFile content;
    public final int bytes;
    public final byte[] seed;

    /** The last frame in it; known once the file is sealed. */
    private volatile long lastSequence = Long.MAX_VALUE;

    public JournalFile(FileHeader header, StorageFile content) {
        number = header.number();
        name = name(number);
        this.content = content;
        bytes = header.fileBytes();
        seed = header.seed();
    }

    public static String name(long number) {
        var digits = Long.toString(number);
        return "0".repeat(NUMBER_DIGITS - digits.length()) + digits + SUFFIX;
    }

    /** The number in a journal file's name, or -1 if it is no such name. */
    public static long number(String name) {
        if (!name.endsWith(SUFFIX) || name.length() != NUMBER_DIGITS + SUFFIX.length()) {
            return -1;
        }
        try {
            return Long.parseUnsignedLong(name, 0, NUMBER_DIGITS, 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Notes that nothing is written to the file any more. */
    public void seal(long sequence) {
        lastSequence = sequence;
    }

    public long lastSequence() {
        return lastSequence;
    }
}

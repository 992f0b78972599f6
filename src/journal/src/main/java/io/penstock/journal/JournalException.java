package io.penstock.journal;

/** Signals that the journal refuses an append or a read. The message says what, where and what to do. */
public class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The directory cannot be used: it is read-only, locked by another process, or of a newer format. */
    public static final class UnusableDirectory extends JournalException {
        private static final long serialVersionUID = 1L;

        public UnusableDirectory(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The append has more bytes than fit into a frame. Nothing was written. */
    public static final class TooLarge extends JournalException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message);
        }
    }

    /** What keeps the records of a partition does not take one of the append, ever. Nothing was written. */
    public static final class NotTaken extends JournalException {
        private static final long serialVersionUID = 1L;

        public NotTaken(String message) {
            super(message);
        }
    }

    /**
     * Free space is below the watermark: appends that bring records are refused until there is more. Nothing was
     * written.
     */
    public static final class StorageFull extends JournalException {
        private static final long serialVersionUID = 1L;

        public StorageFull(long usableBytes, long minFreeBytes, String place) {
            super("Nothing new is written: " + usableBytes + " bytes are free at " + place + ", and the last "
                    + minFreeBytes + " are kept for settling what is there. Free some space or enlarge the file system;"
                    + " it goes on by itself then.");
        }
    }

    /**
     * The next journal file cannot be made at the moment, for lack of file descriptors, say. Nothing was written. The
     * file is tried again, and the journal goes on by itself.
     */
    public static final class NoFile extends JournalException {
        private static final long serialVersionUID = 1L;

        public NoFile(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The journal is closed, or has failed before. */
    public static final class NotOpen extends JournalException {
        private static final long serialVersionUID = 1L;

        public NotOpen(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Bytes that had been made durable are not what was written. Nothing may be guessed from here on. */
    public static final class Corrupted extends JournalException {
        private static final long serialVersionUID = 1L;

        public Corrupted(String message) {
            super(message);
        }
    }

    /** Records are compressed in a way that does not work in this process; their bytes are intact. */
    public static final class NoCodec extends JournalException {
        private static final long serialVersionUID = 1L;

        public NoCodec(String message) {
            super(message);
        }
    }

    /** Records of one partition cannot be read, mostly because they are damaged; other partitions are served. */
    public static final class PartitionOffline extends JournalException {
        private static final long serialVersionUID = 1L;

        private final int partition;
        private final String reason;

        public PartitionOffline(int partition, String reason) {
            super("Partition " + partition + " is offline: " + reason + (reason.endsWith(".") ? "" : ".")
                    + " Its files were left as they are. If that does not say what to do, check the disk, run the log's"
                    + " verification, and restore the directory from a backup.");
            this.partition = partition;
            this.reason = reason;
        }

        public int partition() {
            return partition;
        }

        public String reason() {
            return reason;
        }
    }
}

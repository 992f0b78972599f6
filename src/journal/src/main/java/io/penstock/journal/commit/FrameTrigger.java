package io.penstock.journal.commit;

/** Says why a frame was closed and written. */
public enum FrameTrigger {
    /** Nothing more was waiting, which is the usual case unless senders outrun the disk. */
    QUEUE_EMPTY,

    /** The frame had reached its usual size, or what came next no longer fitted: senders outrun the disk. */
    BYTES,

    /** More appends kept coming, but the oldest one had waited as long as a force takes. */
    AGE
}

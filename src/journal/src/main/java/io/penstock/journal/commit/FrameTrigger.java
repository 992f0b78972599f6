package io.penstock.journal.commit;

/** Says why a frame was closed and written. */
public enum FrameTrigger {
    /** Nothing more was waiting: the usual case unless senders outrun the disk. */
    QUEUE_EMPTY,

    /** It had reached its usual size, or what came next no longer fitted: senders outrun the disk. */
    BYTES,

    /** More kept coming, but the oldest in it had waited as long as a force takes. */
    AGE
}

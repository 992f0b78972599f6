package io.penstock.journal.commit;

/** Waits for the end of a thread, and keeps an interrupt for later. */
public final class JoinedThread {

    private JoinedThread() {}

    /** Waits for it, and keeps an interrupt for the caller. */
    public static void await(Thread thread) {
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

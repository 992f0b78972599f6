package io.penstock.bench.measure;

/** Waits for threads. */
public final class Joined {

    private Joined() {}

    /** Returns when the thread has ended, whatever interrupts it. */
    public static void await(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

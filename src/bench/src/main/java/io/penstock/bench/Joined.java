package io.penstock.bench;

/** Waits for threads. */
final class Joined {

    private Joined() {}

    /** Returns when the thread has ended, whatever interrupts it. */
    static void await(Thread thread) {
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

package io.penstock.bench.measure;

/** The time for which a process has had a processor, of all its threads together. */
public final class ProcessTime {

    private ProcessTime() {}

    /** All nanoseconds of this process so far, or -1 where nobody counts them. */
    public static long nanos() {
        return nanos(ProcessHandle.current());
    }

    /** All nanoseconds of a process so far, or -1 where nobody counts them. */
    public static long nanos(ProcessHandle process) {
        return process.info().totalCpuDuration().map(time -> time.toNanos()).orElse(-1L);
    }
}

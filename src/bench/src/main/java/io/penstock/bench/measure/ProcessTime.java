package io.penstock.bench.measure;

/** The time for which this process has had a processor, of all its threads together. */
public final class ProcessTime {

    private ProcessTime() {}

    /** All nanoseconds so far, or -1 where nobody counts them. */
    public static long nanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos())
                .orElse(-1L);
    }
}

package io.penstock.bench.quarkus;

import java.io.IOException;

/** Starts processes that do not outlive this one. */
final class ChildProcess {

    private ChildProcess() {}

    static Process start(ProcessBuilder builder) throws IOException {
        var process = builder.start();
        var hook = new Thread(process::destroyForcibly, "bench-child-end");
        Runtime.getRuntime().addShutdownHook(hook);
        process.onExit().thenRun(() -> forget(hook));
        return process;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook is running.
        }
    }
}

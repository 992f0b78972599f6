package io.penstock.kafka.cluster;

import java.io.IOException;

/**
 * Kills a process when this one ends, however that happens, and even if that process is held by a signal: a shell that
 * waits for the end of its input, which this process never writes to.
 */
public final class Watchdog {

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    /** Watches a process from now on. */
    public static Watchdog of(Process watched) throws IOException {
        var shell = new ProcessBuilder("sh", "-c", "read nothing; kill -9 " + watched.pid())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var watchdog = new Watchdog(shell);
        watched.onExit().thenRun(watchdog::dismiss);
        return watchdog;
    }

    /** The process has ended: nobody is to be killed, since another one may get its number. */
    public void dismiss() {
        shell.destroyForcibly();
    }
}

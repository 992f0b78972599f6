package io.penstock.bench.measure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** Starts processes that do not outlive this one. */
public final class ChildProcess {

    /** Options for the virtual machines that are measured, such as those that start a flight recording. */
    private static final String OPTIONS_PROPERTY = "io.penstock.bench.application.options";

    private ChildProcess() {}

    /** Starts a process, which is ended with this one. */
    public static Process start(ProcessBuilder builder) throws IOException {
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

    /** The Java that runs this process; in a native executable the one on the path. */
    public static String java() {
        var home = System.getProperty("java.home");
        return home == null ? "java" : Path.of(home, "bin", "java").toString();
    }

    /** What was asked for as options of the virtual machines that are measured. */
    public static List<String> options() {
        var options = System.getProperty(OPTIONS_PROPERTY, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    /** A port that was free a moment ago, for a server that has to be told before it starts. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

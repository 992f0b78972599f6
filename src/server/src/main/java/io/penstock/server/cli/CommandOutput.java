package io.penstock.server.cli;

import io.penstock.PlainText;
import picocli.CommandLine.ExitCode;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes to standard output, and remembers a failure to write: whoever prints a line is not told, and a result that was
 * cut short must not look like a whole one. It is safe for any thread.
 */
final class CommandOutput extends OutputStream {

    private static final Path PROCESS_OUTPUT = Path.of("/proc/self/fd/1");

    /**
     * The message of the system where it is not known what the output is. In other languages the system says something
     * else.
     */
    private static final String BROKEN_PIPE = "Broken pipe";

    private final OutputStream target;
    private final boolean pipe;
    private IOException failure;

    /** @param pipe whether it is known to lead to another process, and so can only fail because nobody reads it */
    CommandOutput(OutputStream target, boolean pipe) {
        this.target = target;
        this.pipe = pipe;
    }

    static CommandOutput standard() {
        return new CommandOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), isPipe());
    }

    PrintStream stream() {
        return new PrintStream(this, true, charset());
    }

    PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(this, charset()), true);
    }

    /** The charset that the terminal understands; Java 17 does not tell it in a property of its own. */
    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    @Override
    public synchronized void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int start, int length) throws IOException {
        try {
            target.write(bytes, start, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        try {
            target.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }

    /**
     * The status to end with: the command's own, unless its output is not whole. That nobody reads on, as {@code head}
     * does, is no failure.
     */
    synchronized int status(int status, PrintWriter err) {
        try {
            flush();
        } catch (IOException e) {
            // Remembered.
        }
        if (failure == null || isPipeClosed()) {
            return status;
        }
        PenstockMain.problem(
                err,
                "The output cannot be written (" + PlainText.of(String.valueOf(failure.getMessage()))
                        + "): it is not whole.");
        return status == ExitCode.OK ? ExitCode.SOFTWARE : status;
    }

    private boolean isPipeClosed() {
        return pipe || String.valueOf(failure.getMessage()).contains(BROKEN_PIPE);
    }

    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(PROCESS_OUTPUT).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

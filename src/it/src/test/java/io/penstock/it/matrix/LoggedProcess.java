package io.penstock.it.matrix;

import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process whose output goes into a file, the end of which every failure shows. */
final class LoggedProcess implements AutoCloseable {

    /** Safety nets alone: the first build of all fetches hundreds of artifacts. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final Duration PATIENCE_FOR_A_LINE = Duration.ofMinutes(4);

    private static final int LINES_SHOWN = 80;

    private final String name;
    private final Path log;
    private final Process process;

    private LoggedProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** @param name of the application that it is about, for failures */
    static LoggedProcess start(
            String name, Path log, Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Files.createDirectories(log.getParent());
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new LoggedProcess(name, log, builder.start());
    }

    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(() -> name + " has not ended:\n" + endOfLog())
                .isTrue();
        return process.exitValue();
    }

    /** Returns when all of these have been logged, and fails if it ends before. */
    void awaitLines(List<String> lines) {
        try {
            await().atMost(PATIENCE_FOR_A_LINE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || missing(lines).isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name + " does not log " + missing(lines) + ":\n" + endOfLog(), e);
        }
        assertThat(missing(lines))
                .as(() -> name + " ended, and had not logged all:\n" + endOfLog())
                .isEmpty();
    }

    private List<String> missing(List<String> lines) {
        var text = text();
        return lines.stream().filter(line -> !text.contains(line)).toList();
    }

    /** Writes to its standard input, as a person at the keyboard does. */
    void type(String text) throws IOException {
        var keyboard = process.outputWriter();
        keyboard.write(text);
        keyboard.flush();
    }

    /** Ends it as Ctrl-C does. */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    String text() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    String endOfLog() {
        return endOf(text()) + "\n(all of it: " + log + ")";
    }

    static String beginningOf(String text) {
        return text.lines().limit(LINES_SHOWN).collect(Collectors.joining("\n"));
    }

    static String endOf(String text) {
        var lines = text.lines().toList();
        return lines.stream().skip(Math.max(0, lines.size() - LINES_SHOWN)).collect(Collectors.joining("\n"));
    }

    /** With all that it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

package io.penstock.broker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broker's process is killed again and again while it moves, compacts, expires and writes checkpoints: whoever was
 * told so is right, be it a sender or a consumer. {@code -Dpenstock.kills=N} kills more often, {@code
 * -Dpenstock.seed=S} at the same places again.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("penstock.kills", 20);

    /** Of a life under load; a message is up to four of them. */
    private static final int MAX_LINES = 4_000;

    /** Of the last life under load: so much is more than any machine needs to move, expire and compact something. */
    private static final int MAX_LINES_IN_ALL = 1_000_000;

    /** One of so many is killed while it starts or says what it finds. */
    private static final int EARLY = 5;

    private static final int MAX_EARLY_LINES = 20;

    @TempDir
    private Path directory;

    private final ToldLines told = new ToldLines();
    private final long firstMillis = System.currentTimeMillis();
    private int lives;

    @Test
    void shouldKeepWhatSendersAndConsumersWereToldThroughKills() throws Exception {
        var seed = Long.getLong("penstock.seed", new Random().nextInt());
        var random = new Random(seed);
        try {
            for (int kills = 0; kills < KILLS; lives++) {
                boolean early = random.nextInt(EARLY) == 0;
                kills += live(early, random.nextInt(early ? MAX_EARLY_LINES : MAX_LINES)) ? 1 : 0;
            }
            live();
            drain();
            told.requireThatEverythingHappened();
        } catch (AssertionError | IOException e) {
            throw new AssertionError(
                    "Seed " + seed + " fails in life " + lives + "; -Dpenstock.seed=" + seed
                            + " kills at the same places. The process said: " + Files.readString(errors()),
                    e);
        }
        try (var files = Files.list(directory.resolve("data"))) {
            assertThat(files.filter(file -> file.getFileName().toString().matches("checkpoint-[0-9]+.penstock")))
                    .hasSize(2);
        }
    }

    /** One life, until it has told so much. Returns whether it was killed under load. */
    private boolean live(boolean early, int lines) throws Exception {
        var process = start(false);
        try (var output = process.inputReader()) {
            told.begin();
            if (!early) {
                readUntilReady(output);
            }
            read(output, lines);
            // Unlike the process itself, its handle leaves open what it told before its end.
            process.toHandle().destroyForcibly();
            read(output, Integer.MAX_VALUE);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return !early;
    }

    /**
     * A life that lasts until everything has happened that lives are killed in: on a busy machine, those before may
     * have been too short for it.
     */
    private void live() throws Exception {
        var process = start(false);
        try (var output = process.inputReader()) {
            told.begin();
            readUntilReady(output);
            for (int i = 0; i < MAX_LINES_IN_ALL && !told.hasEverythingHappened(); i++) {
                read(output, 1);
            }
            process.toHandle().destroyForcibly();
            read(output, Integer.MAX_VALUE);
        } finally {
            process.destroyForcibly().waitFor();
        }
        lives++;
    }

    private void drain() throws Exception {
        var process = start(true);
        try (var output = process.inputReader()) {
            told.begin();
            readUntilReady(output);
            while (!told.isEverythingSettled()) {
                readUntil(output, "settled");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void readUntilReady(BufferedReader output) throws IOException {
        readUntil(output, "ready");
    }

    private void readUntil(BufferedReader output, String word) throws IOException {
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("a line of the process, which has ended").isNotNull();
            told.take(line);
        } while (!line.startsWith(word));
    }

    private void read(BufferedReader output, int lines) throws IOException {
        var line = "";
        for (int i = 0; i < lines && line != null; i++) {
            line = output.readLine();
            // The last one may have been cut.
            if (line != null && line.endsWith(LoadedBroker.END)) {
                told.take(line);
            }
        }
    }

    private Process start(boolean drains) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(
                        java,
                        // It lives for a second or two.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadedBroker.class.getName(),
                        directory.resolve("data").toString(),
                        Integer.toString(lives),
                        Long.toString(firstMillis),
                        Boolean.toString(drains)))
                .redirectError(errors().toFile())
                .start();
    }

    private Path errors() {
        return directory.resolve("errors");
    }
}

package io.penstock.journal.offline;

import io.penstock.journal.RepairStep;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.log.ArchivingOwner;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/** Names of segments depend on no locale, and those that once did are understood. */
class LocalNamesTest {

    private static final int PARTITION = 0;
    private static final int RECORDS = 120;

    private static final LogOptions OPTIONS = LogOptions.of(Journals.UNFORCED)
            .withArchive(new ArchiveOptions(16 << 10, 4, 64 << 10, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    @TempDir
    Path directory;

    private static LocalLog open(Path directory) {
        return LocalLog.open(directory, OPTIONS, InstantSource.system(), new ArchivingOwner());
    }

    @BeforeEach
    void write() {
        var before = Locale.getDefault();
        try (var log = inLocale("ar-EG", () -> open(directory))) {
            for (var i = 0; i < RECORDS; i++) {
                log.appendAndWait(TestAppend.record(true, PARTITION, i + " " + "x".repeat(1_000)));
            }
            inLocale("ar-EG", () -> {
                log.age();
                log.age();
                return null;
            });
            assertThat(log.agingFailure()).isNull();
        }
        assertThat(Locale.getDefault()).isEqualTo(before);
    }

    @FunctionalInterface
    private interface Work<T> {
        T run();
    }

    private static <T> T inLocale(String tag, Work<T> work) {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            return work.run();
        } finally {
            Locale.setDefault(before);
        }
    }

    private Path folder() {
        return directory.resolve("archive/p/" + PARTITION);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Names every file as a version did that formatted offsets for people. */
    private void nameIn(String locale) throws IOException {
        for (var name : names()) {
            var local = inLocale(locale, () -> local(name));
            assertThat(local).isNotEqualTo(name);
            Files.move(folder().resolve(name), folder().resolve(local));
        }
    }

    private static String local(String name) {
        return String.format(Locale.getDefault(), "%020d", Long.parseLong(name.substring(0, 20))) + name.substring(20);
    }

    private static int read(LocalLog log) {
        var records = 0;
        var next = log.startOffset(PARTITION);
        for (var batch = log.read(PARTITION, next); batch != null; batch = log.read(PARTITION, next)) {
            for (var record : batch) {
                if (record.offset() >= next) {
                    assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .startsWith(record.offset() + " ");
                    records++;
                }
            }
            next = batch.endOffset();
        }
        return records;
    }

    private LogFindings findings() {
        try (var log = LogInspector.open(directory)) {
            return new LogFindings().walk(log);
        }
    }

    @Test
    void shouldNameSegmentsAlikeInEveryLocale() throws IOException {
        assertThat(names()).isNotEmpty().allMatch(name -> name.matches("[0-9]{20}\\.(log|index|timeindex)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "ne-NP", "bn-BD"})
    void shouldReadAndMendNamesWithLocalDigits(String locale) throws IOException {
        var before = names();
        nameIn(locale);

        assertThat(findings().damage).isEmpty();
        assertThat(findings().content).hasSizeGreaterThanOrEqualTo(RECORDS);
        assertThat(LogRepair.plan(directory, true)).isEmpty();
        try (var log = open(directory)) {
            assertThat(log.offline()).isEmpty();
            assertThat(read(log)).isEqualTo(RECORDS);
        }
        assertThat(names())
                .containsAll(
                        before.stream().filter(name -> name.endsWith(".log")).toList());
        assertThat(names()).allMatch(name -> name.matches("[0-9]{20}\\..*"));
    }

    @Test
    void shouldRepairWhatHasSuchANameAndIsDamaged() throws IOException {
        nameIn("ar-EG");
        var log = names().stream()
                .filter(name -> name.endsWith(".log"))
                .findFirst()
                .orElseThrow();
        var bytes = Files.readAllBytes(folder().resolve(log));
        bytes[100] ^= 1;
        Files.write(folder().resolve(log), bytes);

        assertThat(LogRepair.apply(directory, false, 1_000)).isNotEmpty().allMatch(RepairStep::possible);

        assertThat(findings().damage).isEmpty();
        try (var opened = open(directory)) {
            assertThat(opened.offline()).isEmpty();
            assertThat(read(opened)).isBetween(RECORDS - 20, RECORDS - 1);
        }
    }

    /** A process whose charset has no such digits can list the names, but not spell them. */
    @Test
    void shouldMendNamesThatTheCharsetOfTheProcessLacks() throws Exception {
        nameIn("bn-BD");

        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                directory.toString());
        command.environment().put("LC_ALL", "C");
        var process = command.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).endsWith("0 damaged, " + RECORDS + " read\n");
        assertThat(names()).allMatch(name -> name.matches("[0-9]{20}\\..*"));
    }

    /** Looks into a log, opens it and reads it, in a process of its own. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] args) {
            var directory = Path.of(args[0]);
            int damaged;
            try (var log = LogInspector.open(directory)) {
                damaged = new LogFindings().walk(log).damage.size();
            }
            try (var log = open(directory)) {
                System.out.print(damaged + " damaged, " + read(log) + " read\n");
            }
        }
    }

    @Test
    void shouldGiveNothingUpWhileAFileThatItDoesNotUnderstandLiesThere() throws IOException {
        var log = names().stream()
                .filter(name -> name.endsWith(".log"))
                .findFirst()
                .orElseThrow();
        Files.move(folder().resolve(log), folder().resolve(log + ".moved-by-hand"));

        assertThat(LogRepair.apply(directory, true, 1_000)).singleElement().satisfies(step -> {
            assertThat(step.possible()).isFalse();
            assertThat(step.action()).contains(log + ".moved-by-hand").contains("does not understand");
        });

        Files.move(folder().resolve(log + ".moved-by-hand"), folder().resolve(log));
        assertThat(LogRepair.plan(directory, true)).isEmpty();
        try (var opened = open(directory)) {
            assertThat(read(opened)).isEqualTo(RECORDS);
        }
    }
}

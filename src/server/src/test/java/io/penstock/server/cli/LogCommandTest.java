package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class LogCommandTest {

    private static final JournalOptions OPTIONS = new JournalOptions(64 << 10, 16 << 10, 1 << 20, 60_000);
    private static final String FIRST = "00000000000000000001.journal";
    private static final int FIRST_FRAME = 4096;

    /** Queue q of three partitions, the first of which is 200. */
    private static final byte[] QUEUE_DECLARED = HexFormat.of().parseHex("0100017103c80107");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void shouldSayThatALogIsSoundAndWhatIsInIt() throws Exception {
        write("one", "two");
        var before = content();

        assertThat(execute("verify")).isZero();

        assertThat(out.toString())
                .contains("journal files: 1" + System.lineSeparator(), "records: 2, entries: 1")
                .contains("partition 201 (q/1): offsets 0 to 1")
                .endsWith("Sound." + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void shouldNameDamageAndEndWithItsStatus() throws Exception {
        write("one", "two", "three");
        int[] frames = frames();
        flip(frames[2] + 50);
        var before = content();

        assertThat(execute("verify")).isEqualTo(LogCommand.DAMAGED);

        assertThat(out.toString())
                .contains("damage: " + FIRST + ", bytes " + frames[2] + " to " + frames[3] + ": frame 3 is damaged")
                .contains("missing: partition 201 (q/1), offsets 0 to 0")
                .contains("DAMAGED in 2 places");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void shouldTellProgramsTheSame() throws Exception {
        write("one", "two", "three");
        int[] frames = frames();
        flip(frames[2] + 50);

        assertThat(execute("verify", "--json")).isEqualTo(LogCommand.DAMAGED);

        var lines = json();
        assertThat(lines).extracting(line -> line.get("type").asText()).containsExactly("damage", "gap", "summary");
        assertThat(lines.get(0).get("from").asInt()).isEqualTo(frames[2]);
        assertThat(lines.get(0).get("to").asInt()).isEqualTo(frames[3]);
        var summary = lines.get(2);
        assertThat(summary.get("verdict").asText()).isEqualTo("damaged");
        assertThat(summary.get("records").asInt()).isEqualTo(2);
        assertThat(summary.get("partitions").get(0).get("name").asText()).isEqualTo("q/1");
        assertThat(summary.get("partitions").get(0).get("missing").asInt()).isEqualTo(1);
    }

    @Test
    void shouldPlanARepairAndDoItOnlyWhenTold() throws Exception {
        write("one", "two", "three");
        int[] frames = frames();
        flip(frames[2] + 50);
        var before = content();

        assertThat(execute("repair")).isEqualTo(LogCommand.DAMAGED);
        assertThat(out.toString())
                .contains("would do: " + FIRST + ": put fillers for frames 3 to 3 at byte " + frames[2])
                .contains("Nothing was changed");
        assertThat(content()).isEqualTo(before);

        assertThat(execute("repair", "--apply")).isZero();
        assertThat(out.toString()).contains("done: " + FIRST).contains("Repaired.");
        assertThat(content()).hasSize(before.size() + 1);
        assertThat(execute("verify")).isZero();
        assertThat(execute("repair", "--json")).isZero();
        try (var journal = open()) {
            assertThat(journal.endOffset(201)).isEqualTo(3);
        }
    }

    @Test
    void shouldNotCallATornTailDamage() throws Exception {
        write("one", "torn");
        int[] frames = frames();
        flip(frames[3] + 60);

        assertThat(execute("verify")).isZero();

        assertThat(out.toString())
                .contains("torn tail: " + FIRST + ", bytes " + frames[3] + " to " + frames[4])
                .contains("Sound, with a torn tail");
    }

    @Test
    void shouldCountAnEntryThatNoBrokerCouldReadAsDamage() {
        try (var journal = open()) {
            var append = new Written();
            append.addEntry(new byte[] {99, 1});
            journal.appendAndWait(append);
        }

        assertThat(execute("verify")).isEqualTo(LogCommand.DAMAGED);
        assertThat(out.toString()).contains("frame 2 is intact, but", "unknown type 99");
    }

    @Test
    void shouldDumpRecordsAndEntriesInTheOrderOfTheLog() throws Exception {
        write("one", "evil \u001b[2J\nline");

        assertThat(execute("dump", "--entries")).isZero();

        assertThat(out.toString().lines()).hasSize(3);
        assertThat(out.toString().lines())
                .element(0)
                .asString()
                .startsWith("entry destination-declared in frame 2 name=\"q\" kind=\"queue\" partitions=3");
        assertThat(out.toString().lines())
                .element(1)
                .isEqualTo("record 201 (q/1) @0 1970-01-01T00:00:01Z key=\"k\" \"h\"=0xff value=\"one\"");
        assertThat(out.toString().lines()).element(2).asString().endsWith("value=\"evil \\u{1b}[2J\\u{a}line\"");
    }

    @Test
    void shouldDumpWhatWasChosen() throws Exception {
        write("one", "two", "three", "four");

        assertThat(execute("dump", "--json", "--partition", "201", "--from", "1", "--limit", "2"))
                .isZero();
        assertThat(json())
                .extracting(line -> line.get("value").get("text").asText())
                .containsExactly("two", "three");
        out.getBuffer().setLength(0);
        assertThat(execute("dump", "--partition", "7")).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldShowTheBeginningOfWhatIsLarge() throws Exception {
        write("ä".repeat(1_000), "x" + "ä".repeat(1_000));

        execute("dump", "--json");

        assertThat(json()).allSatisfy(line -> {
            assertThat(line.get("value").get("text").asText()).matches("x?ä{127,128}");
            assertThat(line.get("value").get("bytes").asInt()).isGreaterThanOrEqualTo(2_000);
            assertThat(line.get("value").get("truncated").asBoolean()).isTrue();
        });
        assertThat(out.toString().chars()).allMatch(character -> character < 128);
    }

    @Test
    void shouldDumpWhatIsLeftBehindDamage() throws Exception {
        write("one", "two", "three");
        flip(frames()[2] + 50);

        assertThat(execute("dump")).isEqualTo(LogCommand.DAMAGED);

        assertThat(out.toString()).doesNotContain("one").contains("\"two\"", "\"three\"");
        assertThat(err.toString()).contains("damage: " + FIRST, "missing: partition 201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "dump", "verify --json"})
    void shouldRefuseInOneLineWhatItCannotLookInto(String command) throws Exception {
        assertThat(execute(command.split(" "))).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).startsWith("penstock: There is neither");

        write("one");
        byte[] meta = Files.readAllBytes(directory.resolve("penstock.meta"));
        ByteBuffer.wrap(meta).putInt(8, 9);
        Files.write(directory.resolve("penstock.meta"), meta);
        var before = content();
        err.getBuffer().setLength(0);
        assertThat(execute(command.split(" "))).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("format 9");
        assertThat(out.toString()).isEmpty();
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhileAServerRuns() {
        try (var journal = open()) {
            assertThat(journal.incarnation()).isEqualTo(1);
            assertThat(execute("verify")).isEqualTo(1);
        }
        assertThat(err.toString()).hasLineCount(1).contains(directory.toString(), "in use by a running server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dump --limit 0", "dump --from -1", "dump --partition -1", "dump --from x", "verify x"})
    void shouldTellWrongArgumentsFromDamage(String line) throws Exception {
        write("one");

        assertThat(execute(line.split(" "))).isEqualTo(LogCommand.USAGE);
        assertThat(err.toString()).isNotBlank();
        assertThat(out.toString()).isEmpty();
    }

    private int execute(String... arguments) {
        var commandLine = PenstockMain.commandLine(new NoServer());
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        var all = new ArrayList<>(List.of("log"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", directory.toString()));
        return commandLine.execute(all.toArray(String[]::new));
    }

    private List<JsonNode> json() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private Journal open() {
        return Journal.open(directory, OPTIONS, InstantSource.system(), new Ignoring());
    }

    /** A frame for the queue's declaration, then one for each value. */
    private void write(String... values) throws IOException {
        try (var journal = open()) {
            var declared = new Written();
            declared.addEntry(QUEUE_DECLARED);
            journal.appendAndWait(declared);
            for (String value : values) {
                var append = new Written();
                append.addRecord(
                        201,
                        EncodedRecord.of(
                                1_000,
                                "k".getBytes(StandardCharsets.UTF_8),
                                value.getBytes(StandardCharsets.UTF_8),
                                sink -> sink.header("h", new byte[] {(byte) 0xff})));
                journal.appendAndWait(append);
            }
        }
        // The file made ahead of its use is there or not, as it happens.
        Files.deleteIfExists(directory.resolve("00000000000000000002.journal"));
    }

    /** Where the frames begin, and where they end: that of the file, that of the declaration, those of the values. */
    private int[] frames() throws IOException {
        var buffer = ByteBuffer.wrap(Files.readAllBytes(directory.resolve(FIRST)));
        var positions = new ArrayList<>(List.of(FIRST_FRAME));
        for (int at = FIRST_FRAME; buffer.getInt(at + 4) > 0; ) {
            at += buffer.getInt(at + 4);
            positions.add(at);
        }
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    private void flip(int position) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(FIRST));
        bytes[position] ^= 1;
        Files.write(directory.resolve(FIRST), bytes);
    }

    private Map<String, String> content() throws IOException {
        var content = new TreeMap<String, String>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    private static final class Written extends Append {

        private Written() {
            super(true);
        }

        @Override
        public void durable() {}

        @Override
        public void failed(JournalException cause) {}
    }

    private static final class Ignoring implements FrameHandler {

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {}
    }

    private static final class NoServer implements Server {

        @Override
        public int serve(Map<String, String> properties) {
            throw new AssertionError("a server was started");
        }

        @Override
        public int run(String sample, Map<String, String> properties) {
            throw new AssertionError("a server was started");
        }
    }
}

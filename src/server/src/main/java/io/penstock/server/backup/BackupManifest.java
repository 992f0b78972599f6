package io.penstock.server.backup;

import io.penstock.BackupContent;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lists what a backup consists of. It is the last file of a backup that is written, so that one without it is not
 * complete. Lines of UTF-8, each ended by a line feed:
 *
 * <pre>
 * penstock-backup 1
 * store &lt;id, 16 hexadecimal digits&gt;
 * position &lt;number of the last frame&gt;
 * taken &lt;time, ISO-8601&gt;
 * problem &lt;text&gt;                        for each damage of the original
 * file &lt;SHA-256&gt; &lt;bytes&gt; &lt;path&gt;        for each file
 * end &lt;SHA-256 of all before this line&gt;
 * </pre>
 *
 * @param files by path
 */
record BackupManifest(BackupContent content, Map<String, Entry> files) {

    static final String NAME = "penstock-backup.manifest";

    /** Millions of files; whoever claims more has made it up. */
    static final long MAX_BYTES = 256L << 20;

    private static final String FIRST = "penstock-backup 1";
    private static final String FORMAT = "penstock-backup ";
    private static final String END = "end ";
    private static final int FILE_WORDS = 4;

    /** A file as it was written. */
    record Entry(String sha256, long bytes) {}

    long bytes() {
        return files.values().stream().mapToLong(Entry::bytes).sum();
    }

    byte[] encode() {
        var text = new StringBuilder(FIRST).append('\n');
        text.append("store ").append(content.store()).append('\n');
        text.append("position ").append(content.position()).append('\n');
        text.append("taken ").append(content.takenAt()).append('\n');
        content.problems()
                .forEach(problem -> text.append("problem ")
                        .append(problem.replaceAll("\\p{Cntrl}", " "))
                        .append('\n'));
        files.forEach((path, entry) -> text.append("file ")
                .append(entry.sha256)
                .append(' ')
                .append(entry.bytes)
                .append(' ')
                .append(path)
                .append('\n'));
        var before = text.toString().getBytes(StandardCharsets.UTF_8);
        text.append(END).append(Sha256.of(before)).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException if it is not what was written */
    static BackupManifest decode(byte[] bytes) throws IOException {
        var lines = lines(bytes);
        if (lines.isEmpty() || !lines.get(0).equals(FIRST)) {
            throw new IOException(
                    !lines.isEmpty() && lines.get(0).startsWith(FORMAT)
                            ? "its " + NAME + " is of another format ('" + lines.get(0)
                                    + "'): restore it by the version" + " that made it"
                            : "its " + NAME + " is none");
        }
        requireEnd(bytes, lines.get(lines.size() - 1));
        var fields = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        var files = new LinkedHashMap<String, Entry>();
        for (var line : lines.subList(1, lines.size() - 1)) {
            if (line.startsWith("file ")) {
                file(line, files);
            } else if (line.startsWith("problem ")) {
                problems.add(line.substring(line.indexOf(' ') + 1));
            } else {
                fields.put(line.substring(0, Math.max(0, line.indexOf(' '))), line.substring(line.indexOf(' ') + 1));
            }
        }
        try {
            var content = new BackupContent(
                    fields.getOrDefault("store", ""),
                    Long.parseLong(fields.getOrDefault("position", "")),
                    Instant.parse(fields.getOrDefault("taken", "")),
                    problems);
            return new BackupManifest(content, files);
        } catch (NumberFormatException | DateTimeException e) {
            throw damaged(e.getMessage());
        }
    }

    private static ArrayList<String> lines(byte[] bytes) throws IOException {
        var lines = new ArrayList<String>();
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        try (var reader = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), decoder))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw damaged("it is not UTF-8");
        }
    }

    private static void requireEnd(byte[] bytes, String last) throws IOException {
        var lastLine = (last + "\n").getBytes(StandardCharsets.UTF_8).length;
        if (!last.startsWith(END) || lastLine > bytes.length) {
            throw damaged("it has no end");
        }
        var before = Arrays.copyOf(bytes, bytes.length - lastLine);
        if (!last.equals(END + Sha256.of(before))) {
            throw damaged("its checksum is wrong");
        }
    }

    private static void file(String line, Map<String, Entry> files) throws IOException {
        var words = line.split(" ", FILE_WORDS);
        try {
            var bytes = Long.parseLong(words[2]);
            var path = BackupPath.require(words[FILE_WORDS - 1]);
            if (bytes < 0 || files.put(path, new Entry(words[1], bytes)) != null) {
                throw damaged("it names " + path + " wrongly, or twice");
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw damaged(line);
        }
    }

    private static IOException damaged(String problem) {
        return new IOException("its " + NAME + " is damaged (" + problem + ")");
    }
}

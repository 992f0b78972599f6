package io.penstock.server.sample.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.penstock.AsciiNumbers;
import io.penstock.PlainText;
import io.penstock.server.sample.SampleProblem;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the rows of a CSV file with a header, one at a time. The header is checked when the file is opened; every error
 * is a {@link SampleProblem} that names file and line. Not thread-safe.
 */
final class CsvRows implements Closeable {

    /** No field of ours is longer; a longer one must not fill the memory. */
    private static final int MAX_FIELD_CHARS = 1_000;

    private static final int BUFFER_BYTES = 64 * 1024;

    private static final CsvMapper CSV = new CsvMapper(CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_FIELD_CHARS)
                    .build())
            .build());

    private final String name;
    private final List<String> columns;
    private final MappingIterator<String[]> rows;
    private long line = 1;

    private CsvRows(String name, List<String> columns, MappingIterator<String[]> rows) {
        this.name = name;
        this.columns = columns;
        this.rows = rows;
    }

    /** Opens a file; its input is closed with the rows, or when this fails. */
    static CsvRows open(InputFile file, List<String> columns) {
        InputStream opened = file.open();
        try {
            var rows = CSV.readerFor(String[].class)
                    .with(CsvParser.Feature.WRAP_AS_ARRAY)
                    .<String[]>readValues(inflated(file, opened));
            var header = rows.hasNextValue() ? List.of(rows.nextValue()) : List.<String>of();
            if (!header.equals(columns)) {
                rows.close();
                throw new SampleProblem(file.name() + ", line 1: the columns must be '" + String.join(",", columns)
                        + "', but they are '" + abbreviated(header) + "'.");
            }
            return new CsvRows(file.name(), columns, rows);
        } catch (IOException e) {
            closeQuietly(opened, e);
            throw unreadable(file.name(), 1, e);
        }
    }

    /** The next row, with as many fields as there are columns; null after the last. */
    String[] next() {
        line++;
        try {
            if (!rows.hasNextValue()) {
                return null;
            }
            String[] fields = rows.nextValue();
            if (fields.length != columns.size()) {
                throw malformed("it has " + fields.length + " fields instead of " + columns.size());
            }
            return fields;
        } catch (IOException e) {
            throw unreadable(name, line, e);
        }
    }

    int integer(String[] fields, int column) {
        try {
            return AsciiNumbers.parseInt(fields[column]);
        } catch (NumberFormatException e) {
            throw malformed(columns.get(column) + " is no whole number: '" + PlainText.of(fields[column]) + "'");
        }
    }

    long longInteger(String[] fields, int column) {
        try {
            return AsciiNumbers.parseLong(fields[column]);
        } catch (NumberFormatException e) {
            throw malformed(columns.get(column) + " is no whole number: '" + PlainText.of(fields[column]) + "'");
        }
    }

    /** @param maxChars more than which the field must not have */
    String text(String[] fields, int column, int maxChars) {
        String text = fields[column];
        if (text.isBlank() || text.length() > maxChars) {
            throw malformed(columns.get(column) + " must have 1 to " + maxChars + " characters");
        }
        return text;
    }

    SampleProblem malformed(String problem) {
        return new SampleProblem(name + ", line " + line + ": " + problem + ". Mend the line, or leave it out.");
    }

    private static InputStream inflated(InputFile file, InputStream opened) throws IOException {
        var buffered = new BufferedInputStream(opened, BUFFER_BYTES);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b; // RFC 1952, section 2.3.1
        buffered.reset();
        if (gzip) {
            return new GZIPInputStream(buffered, BUFFER_BYTES);
        }
        if (file.name().endsWith(".gz")) {
            throw new ZipException("not in gzip format");
        }
        return buffered;
    }

    private static SampleProblem unreadable(String name, long line, IOException failure) {
        // The parser wraps what its input throws.
        IOException cause =
                failure instanceof JsonProcessingException && failure.getCause() instanceof IOException inner
                        ? inner
                        : failure;
        String why;
        if (cause instanceof EOFException) {
            why = "the gzip data ends in the middle: the file is truncated. Copy it again";
        } else if (cause instanceof ZipException) {
            why = "this is no valid gzip data (" + cause.getMessage() + "). Name a gzipped file *.gz, and only that";
        } else if (cause instanceof JsonProcessingException parsing) {
            why = "this is no CSV: "
                    + PlainText.of(
                            parsing.getOriginalMessage().lines().findFirst().orElse(""));
        } else {
            why = "cannot be read: " + cause.getMessage();
        }
        return new SampleProblem(name + ", line " + line + ": " + why + ".", failure);
    }

    private static String abbreviated(List<String> header) {
        String text = PlainText.of(String.join(",", header));
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static void closeQuietly(InputStream stream, IOException because) {
        try {
            stream.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw unreadable(name, line, e);
        }
    }
}

package io.penstock.server.sample.flights;

import io.penstock.PlainText;

import java.io.Closeable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;

/** Reads flights, one at a time. Not thread-safe. */
final class FlightReader implements Closeable {

    static final List<String> COLUMNS = List.of("date", "delay", "distance", "origin", "destination");

    /** Airport codes have three or four letters; some registers use more. */
    static final int MAX_AIRPORT_CHARS = 16;

    /** The most rows, as many as a tally can count; thirty years of all US flights are fewer. */
    static final int MAX_ROWS = Integer.MAX_VALUE - 1;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final CsvRows rows;
    private int row;

    private FlightReader(CsvRows rows) {
        this.rows = rows;
    }

    /** @throws io.penstock.server.sample.SampleProblem if the file cannot be read or has other columns */
    static FlightReader open(InputFile file) {
        return new FlightReader(CsvRows.open(file, COLUMNS));
    }

    /**
     * The next flight; null after the last.
     *
     * @throws io.penstock.server.sample.SampleProblem if the row is malformed; names file and line
     */
    Flight next() {
        String[] fields = rows.next();
        if (fields == null) {
            return null;
        }
        if (row == MAX_ROWS) {
            throw rows.malformed("there are more than " + MAX_ROWS + " rows");
        }
        row++;
        return new Flight(
                row,
                date(fields[0]),
                rows.integer(fields, 1),
                rows.integer(fields, 2),
                rows.text(fields, 3, MAX_AIRPORT_CHARS),
                rows.text(fields, 4, MAX_AIRPORT_CHARS));
    }

    private String date(String text) {
        try {
            LocalDateTime.parse(text, DATE);
            return text;
        } catch (DateTimeException e) {
            throw rows.malformed("date is not like 2001-01-31 23:59: '" + PlainText.of(text) + "'");
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}

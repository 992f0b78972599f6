package io.penstock.server.sample.flights;

import io.penstock.PlainText;

import java.util.List;

/** Reads the totals that the aggregation has to agree with. */
final class Reference {

    static final List<String> COLUMNS = List.of("origin", "flights", "total_delay_minutes");

    private Reference() {}

    /** @throws io.penstock.server.sample.SampleProblem if it cannot be read, or a row is malformed or twice there */
    static AirportTotals read(InputFile file) {
        var totals = new AirportTotals();
        try (var rows = CsvRows.open(file, COLUMNS)) {
            for (String[] fields = rows.next(); fields != null; fields = rows.next()) {
                String origin = rows.text(fields, 0, FlightReader.MAX_AIRPORT_CHARS);
                if (totals.contains(origin)) {
                    throw rows.malformed("there was a line for " + PlainText.of(origin) + " before");
                }
                totals.add(origin, new AirportTotals.Totals(rows.longInteger(fields, 1), rows.longInteger(fields, 2)));
            }
        }
        return totals;
    }
}

package io.penstock.it.reach;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code native-check.sh} has printed. */
final class CheckTable {

    /** One check. */
    record Row(String kind, String what, boolean passed) {}

    private final List<Row> rows;

    private CheckTable(List<Row> rows) {
        this.rows = rows;
    }

    static CheckTable parse(Stream<String> lines) {
        return new CheckTable(lines.map(line -> line.split("\\|"))
                .filter(columns -> columns.length == 5)
                .map(columns -> new Row(
                        columns[0].strip(),
                        columns[1].strip(),
                        columns[4].strip().equals("ok")))
                .toList());
    }

    List<Row> rows() {
        return rows;
    }

    /** Each once: an endpoint's method and path, for example. */
    List<String> passed(String kind) {
        return rows.stream()
                .filter(row -> row.kind().equals(kind) && row.passed())
                .map(Row::what)
                .distinct()
                .collect(Collectors.toList());
    }
}

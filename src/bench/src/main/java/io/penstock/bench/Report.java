package io.penstock.bench;

import io.penstock.bench.measure.Result;

import java.io.PrintWriter;
import java.util.List;

/** Shows what was found, as it is found. */
public interface Report {

    void begin(Suite suite);

    void result(Result result);

    /** @param ratios between scenarios of this run */
    void end(List<Ratio> ratios);

    /** One JSON object a line. */
    static Report json(PrintWriter out) {
        return new JsonReport(out);
    }

    /** Tables in Markdown, for a person and for docs/performance.md. */
    static Report table(PrintWriter out) {
        return new TableReport(out);
    }
}

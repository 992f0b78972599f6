package io.penstock.bench;

import io.penstock.bench.measure.Result;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Markdown, aligned for whoever reads it in a terminal. */
final class TableReport implements Report {

    private static final String HEAD = "| %-26s | %12s | %12s | %12s | %10s | %-4s | %-30s |%n";
    private static final String ROW = "| %-26s | %12s | %12s | %12s | %10s | %-4s | %-30s |%n";
    private static final String RATIO_HEAD = "| %-26s | %-26s | %6s |%n";
    private static final String RATIO_ROW = "| %-26s | %-26s | %6.2f |%n";

    private static final double MEBIBYTE = 1 << 20;

    private final PrintWriter out;

    TableReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(Suite suite) {
        out.printf(
                Locale.ROOT,
                "%s, Java %s, %d processors%n%n",
                suite.name().toLowerCase(Locale.ROOT),
                Runtime.version(),
                cpus());
        out.printf(Locale.ROOT, HEAD, "scenario", "records/s", "p50 µs", "p99 µs", "B/record", "", "");
        out.println("|---|--:|--:|--:|--:|---|---|");
        out.flush();
    }

    private static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public void result(Result result) {
        out.printf(
                Locale.ROOT,
                ROW,
                result.scenario(),
                whole(result.recordsPerSecond()),
                decimal(result.p50Micros()),
                decimal(result.p99Micros()),
                decimal(result.bytesPerRecord()),
                result.durability(),
                remark(result));
        out.flush();
    }

    private static String remark(Result result) {
        var takeOver = result.further().get("takeOverMillis");
        if (takeOver != null) {
            return String.format(
                    Locale.ROOT, "take-over of %,d in %,d ms", result.further().get("messages"), takeOver);
        }
        var start = result.further().get("startMillis");
        var requests = result.further().get("requestsPerSecondAtRest");
        if (requests != null) {
            return String.format(Locale.ROOT, "start in %,d ms, %.1f requests/s", start, requests);
        }
        if (start != null) {
            return String.format(
                    Locale.ROOT, "%,d queues, start in %,d ms", result.further().get("queues"), start);
        }
        var idle = result.further().get("cpuPercent");
        if (idle != null) {
            return String.format(
                    Locale.ROOT,
                    "%.2f %% of a core, %d idle",
                    idle,
                    result.further().get("listeners"));
        }
        var heap = result.further().get("heapBytes");
        return heap == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%,.1f MiB of heap for %,d",
                        (long) heap / MEBIBYTE,
                        result.further().get("waitingRecords"));
    }

    private static String whole(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.0f", value) : "–";
    }

    private static String decimal(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.1f", value) : "–";
    }

    @Override
    public void end(List<Ratio> ratios) {
        if (!ratios.isEmpty()) {
            out.println();
            out.printf(Locale.ROOT, RATIO_HEAD, "scenario", "compared to", "ratio");
            out.println("|---|---|--:|");
            ratios.forEach(
                    ratio -> out.printf(Locale.ROOT, RATIO_ROW, ratio.scenario(), ratio.comparedTo(), ratio.ratio()));
        }
        out.flush();
    }
}

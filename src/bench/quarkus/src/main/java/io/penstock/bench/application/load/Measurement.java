package io.penstock.bench.application.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Windows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Measures one way, and prints what was found as one line of JSON. */
@ApplicationScoped
public class Measurement {

    @Inject
    Flow flow;

    @Inject
    Channels channels;

    @Inject
    Transport transport;

    /** Lets messages go one way for as long as the plan says, and then until all have arrived. */
    public Map<String, Object> of(Way way, int payloadBytes, Plan plan) throws Exception {
        transport.open(way);
        var producer = new Thread(new Producer(way, payloadBytes, flow, transport, channels), "bench-producer");
        Windows measured;
        try (var taking = way.isTaken() ? transport.take(way, flow) : null) {
            producer.start();
            try {
                measured = Windows.measure(plan, flow.meter());
            } finally {
                flow.meter().stop();
                Joined.await(producer);
            }
            flow.drain();
        }
        var further = new LinkedHashMap<String, Object>();
        further.put("payloadBytes", payloadBytes);
        if (way.isBatch()) {
            further.put("recordsPerGroup", measured.recordsPerGroup());
        }
        further.put("sent", flow.sent());
        further.put("handled", flow.handled());
        var result = Result.of(way.label(), "", measured, further);
        var all = new LinkedHashMap<String, Object>();
        all.put("recordsPerSecond", result.recordsPerSecond());
        all.put("p50Micros", result.p50Micros());
        all.put("p99Micros", result.p99Micros());
        all.put("bytesPerRecord", result.bytesPerRecord());
        all.putAll(result.further());
        return all;
    }

    /** The plan of which only the times count here. */
    public static Plan plan(String warmUpNanos, String windowNanos, String windows) {
        return new Plan(
                Path.of(""), Long.parseLong(warmUpNanos), Long.parseLong(windowNanos), Integer.parseInt(windows), 1);
    }

    /** Prints a result for the process that has started this one. */
    public static void print(Map<String, Object> result) throws Exception {
        var line = new LinkedHashMap<>(result);
        line.values().removeIf(value -> value instanceof Double number && !Double.isFinite(number));
        System.out.println(new ObjectMapper().writeValueAsString(line));
    }
}

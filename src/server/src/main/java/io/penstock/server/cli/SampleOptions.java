package io.penstock.server.cli;

import picocli.CommandLine.Option;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of every sample. */
final class SampleOptions {

    @Option(
            names = "--exit",
            description = "End when the sample has ended, with status 0 only if nothing was lost and all totals agree.")
    boolean exit;

    @Option(
            names = "--json",
            description = "Print the summary as one JSON object; everything else goes to standard error.")
    boolean json;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "From which all that is random is derived. Default: ${DEFAULT-VALUE}")
    long seed = 42;

    /** Switches the listeners of a sample on, and the log down to what is wrong: the sample speaks for itself. */
    Map<String, String> properties(List<String> listeners) {
        var properties = new HashMap<String, String>();
        properties.put("penstock.sample.exit", Boolean.toString(exit));
        properties.put("penstock.sample.json", Boolean.toString(json));
        properties.put("penstock.sample.seed", Long.toString(seed));
        listeners.forEach(listener -> properties.put(enabled(listener), "true"));
        properties.put("quarkus.log.console.stderr", "true");
        properties.put("quarkus.log.category.\"io.quarkus\".level", "WARN");
        properties.put("quarkus.log.category.\"io.penstock.quarkus.listener\".level", "ERROR");
        return properties;
    }

    /** The property that says whether a listener is enabled. */
    static String enabled(String listener) {
        return "penstock.listeners.\"" + listener + "\".enabled";
    }
}

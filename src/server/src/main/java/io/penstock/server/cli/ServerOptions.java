package io.penstock.server.cli;

import io.penstock.Durability;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The options of every command that runs a server. An option that is not given is left to the configuration. */
final class ServerOptions {

    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the log lies; it is created if it does not exist. Default: ./data")
    Path data;

    @Option(
            names = "--durability",
            paramLabel = "sync|os|memory",
            description = {
                "What has happened to a message when its sender is told: forced to the disk (sync, the default),"
                        + " written to the operating system (os), or queued (memory: lost with the process)."
            })
    Durability durability;

    private Integer port;

    @Option(names = "--port", paramLabel = "N", description = "Port for HTTP; 0 for any that is free. Default: 8080")
    void port(int number) {
        if (number < 0 || number > MAX_PORT) {
            throw new ParameterException(command.commandLine(), "--port is " + number + ": choose 0 to " + MAX_PORT);
        }
        port = number;
    }

    Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        if (data != null) {
            properties.put("penstock.data", data.toString());
        }
        if (durability != null) {
            properties.put("penstock.durability", durability.name().toLowerCase(Locale.ROOT));
        }
        if (port != null) {
            properties.put("quarkus.http.port", port.toString());
        }
        return properties;
    }
}

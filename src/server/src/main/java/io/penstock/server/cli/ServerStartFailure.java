package io.penstock.server.cli;

import io.penstock.PenstockException;
import io.penstock.PlainText;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import org.eclipse.microprofile.config.ConfigProvider;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Says in one line why the server cannot run, and what to do. */
final class ServerStartFailure {

    private static final String HOST = "quarkus.http.host";
    private static final String DATABASE = "quarkus.datasource.jdbc.url";

    /** The longest chain of causes: a longer one has a cycle. */
    private static final int LONGEST_CHAIN = 100;

    private ServerStartFailure() {}

    /**
     * Describes a failure. One that nobody could foresee comes with its stack trace, since that is all there is to go
     * by.
     */
    static String describe(Throwable failure) {
        var chain = Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(LONGEST_CHAIN)
                .toList();
        for (var cause : chain) {
            var known = known(cause, chain);
            if (known != null) {
                return PlainText.of(oneLine(known));
            }
        }
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return "The server failed unexpectedly: " + trace;
    }

    private static String known(Throwable cause, List<Throwable> chain) {
        if (cause instanceof PenstockException || cause instanceof ConfigurationException) {
            return cause.getMessage();
        }
        if (cause instanceof ConfigValidationException invalid) {
            return problems(invalid);
        }
        if (cause instanceof SQLException) {
            return database(value(DATABASE), chain);
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return HOST + " = " + value(HOST) + ": no host of this name is known. Use a name or an address of this"
                    + " machine, or 0.0.0.0 for all.";
        }
        return cause instanceof SocketException socket ? refused(socket) : null;
    }

    private static String database(String address, List<Throwable> chain) {
        return DATABASE + " = " + DatabaseAddress.shown(address) + ": the database cannot be used ("
                + DatabaseAddress.shownIn(root(chain), address) + ").";
    }

    private static String refused(SocketException failure) {
        var message = String.valueOf(failure.getMessage());
        if (message.contains("assign")) {
            return HOST + " = " + value(HOST)
                    + ": this is no address of this machine. Use one of its own, or 0.0.0.0 for" + " all.";
        }
        if (message.contains("ermission")) {
            return port(failure) + " may not be opened by this user. Choose one above 1023 with --port.";
        }
        return failure instanceof BindException
                ? port(failure) + " is in use by another process. Stop that, or choose another port with --port."
                : null;
    }

    private static String port(Throwable cause) {
        return cause instanceof QuarkusBindException bind ? "Port " + bind.getPort() : "The port";
    }

    private static String root(List<Throwable> chain) {
        var root = chain.get(chain.size() - 1);
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** The configured value of a property. A value that cannot be read is not what failed. */
    private static String value(String property) {
        try {
            return ConfigProvider.getConfig()
                    .getOptionalValue(property, String.class)
                    .orElse("");
        } catch (RuntimeException e) {
            return "";
        }
    }

    private static String problems(ConfigValidationException invalid) {
        var problems = new ArrayList<String>();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            problems.add(SettingProblem.describe(invalid.getProblem(i).getMessage()));
        }
        return String.join(" ", problems);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}

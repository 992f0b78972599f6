package io.penstock.server.cli;

import io.penstock.PenstockException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;

/** Says in one line why the server cannot run, and what to do. */
final class ServerStartFailure {

    private ServerStartFailure() {}

    /** What nobody could foresee comes with its stack trace, since that is all there is to go by. */
    static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return port(cause) + " is in use by another process. Stop that, or choose another port with --port.";
            }
            if (cause instanceof PenstockException || cause instanceof ConfigurationException) {
                return oneLine(cause.getMessage());
            }
            if (cause instanceof ConfigValidationException invalid) {
                return oneLine("The configuration is wrong: " + problems(invalid));
            }
        }
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return "The server failed unexpectedly: " + trace;
    }

    private static String port(Throwable cause) {
        return cause instanceof QuarkusBindException bind ? "Port " + bind.getPort() : "The port";
    }

    private static String problems(ConfigValidationException invalid) {
        var problems = new StringBuilder();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            problems.append(i == 0 ? "" : "; ").append(invalid.getProblem(i).getMessage());
        }
        return problems.toString();
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}

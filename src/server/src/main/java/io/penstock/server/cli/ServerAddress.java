package io.penstock.server.cli;

import io.penstock.PenstockException;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The options of a command that asks a running server. */
final class ServerAddress {

    private static final String DEFAULT = "http://localhost:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The address of the running server. Default: " + DEFAULT)
    String url;

    @Option(names = "--user", paramLabel = "NAME", description = "The user, whose password is read as told below.")
    String user;

    @Option(
            names = "--password-stdin",
            description = "Reads the password of --user from the standard input; without --user, a token.")
    boolean fromInput;

    boolean isGiven() {
        return url != null || user != null || fromInput;
    }

    BackupClient connect(PrintWriter err) {
        var address = address();
        if (address == null) {
            throw problem("--server is '" + url + "': use an address such as " + DEFAULT + ".");
        }
        return new BackupClient(address, authorization(), err);
    }

    private URI address() {
        try {
            var plain = url == null ? DEFAULT : url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            var address = URI.create(plain);
            var isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            return isHttp && address.getHost() != null ? address : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Never an argument: whoever lists the processes would see it. */
    private String authorization() {
        if (user == null && !fromInput) {
            return null;
        }
        if (!fromInput) {
            throw problem("--user needs --password-stdin: the password is read from the standard input.");
        }
        var secret = line();
        return user == null
                ? "Bearer " + secret
                : "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static String line() {
        try {
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw problem("There is no password on the standard input.");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("The standard input cannot be read (" + e + ").", e);
        }
    }

    private static PenstockException problem(String text) {
        return new PenstockException.InvalidConfiguration(text);
    }
}

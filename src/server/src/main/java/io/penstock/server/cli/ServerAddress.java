package io.penstock.server.cli;

import io.penstock.PenstockException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** The options of a command that asks a running server. */
final class ServerAddress {

    private static final String DEFAULT = "http://localhost:8080";

    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

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
        return new BackupClient(address(), authorization(), err);
    }

    /** Of what an address may have, only what a server's own address has: the path is that of a proxy before it. */
    private URI address() {
        var plain = url == null ? DEFAULT : url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            var address = new URI(plain);
            var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && address.getHost() != null
                    && address.getPort() != 0
                    && address.getPort() <= MAX_PORT
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The same is said of it as of an address that is another's.
        }
        throw wrong("--server is '" + url + "': use scheme, host and port, such as " + DEFAULT
                + ". A user is named by --user.");
    }

    /** Never an argument: whoever lists the processes would see it. */
    private String authorization() {
        if (user == null && !fromInput) {
            return null;
        }
        if (!fromInput) {
            throw wrong("--user needs --password-stdin: the password is read from the standard input.");
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

    private ParameterException wrong(String text) {
        return new ParameterException(command.commandLine(), text);
    }

    private static PenstockException problem(String text) {
        return new PenstockException.InvalidConfiguration(text);
    }
}

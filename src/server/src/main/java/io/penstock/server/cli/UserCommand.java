package io.penstock.server.cli;

import io.penstock.PenstockException;
import io.penstock.security.UserFile;
import io.penstock.security.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Groups what changes the file of users. A server that runs takes a change up within some seconds. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Adds, changes, lists and removes the users of a file, which a server reads by"
                + " penstock.security.users-file.",
        synopsisSubcommandLabel = "COMMAND")
final class UserCommand implements Runnable {

    private static final String FILE = "The file of users.";
    private static final String DEFAULT_FILE = "users.properties";
    private static final String ROLES =
            "The roles, with commas between them: admin, operator, producer, consumer, or others of permissions.";

    private static final String ROUNDS = "" + Users.DEFAULT_ITERATIONS;
    private static final String ITERATIONS =
            "The rounds of the hash, 10000 to 10000000; ${DEFAULT-VALUE} by default. More make guessing dearer.";

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? 'user --help' lists them.");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a user. Asks for the password.")
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--roles", split = ",", description = ROLES) List<String> roles,
            @Option(names = "--file", defaultValue = DEFAULT_FILE, description = FILE) Path file,
            @Option(names = "--password-stdin", description = "Reads the password from the standard input.")
                    boolean fromInput,
            @Option(names = "--iterations", defaultValue = ROUNDS, description = ITERATIONS) int iterations) {
        UserFile.at(file).change(users -> {
            if (users.roles(name).isPresent()) {
                throw problem("There is a user '" + name + "' already: 'user password' and 'user roles' change it.");
            }
            return users.with(name, password(fromInput), set(roles), iterations);
        });
        return 0;
    }

    @Command(name = "password", mixinStandardHelpOptions = true, description = "Gives a user another password.")
    int password(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--file", defaultValue = DEFAULT_FILE, description = FILE) Path file,
            @Option(names = "--password-stdin", description = "Reads the password from the standard input.")
                    boolean fromInput,
            @Option(names = "--iterations", defaultValue = ROUNDS, description = ITERATIONS) int iterations) {
        UserFile.at(file)
                .change(users -> users.with(
                        name,
                        password(fromInput),
                        users.roles(name).orElseThrow(() -> problem("There is no user '" + name + "'.")),
                        iterations));
        return 0;
    }

    @Command(name = "roles", mixinStandardHelpOptions = true, description = "Gives a user other roles.")
    int roles(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--roles", split = ",", description = ROLES) List<String> roles,
            @Option(names = "--file", defaultValue = DEFAULT_FILE, description = FILE) Path file) {
        UserFile.at(file).change(users -> users.withRoles(name, set(roles)));
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a user.")
    int remove(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--file", defaultValue = DEFAULT_FILE, description = FILE) Path file) {
        UserFile.at(file).change(users -> users.without(name));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the users and their roles.")
    int list(@Option(names = "--file", defaultValue = DEFAULT_FILE, description = FILE) Path file) {
        var users = UserFile.at(file).read();
        var out = spec.commandLine().getOut();
        users.names()
                .forEach(name -> out.println((name + " "
                                + String.join(
                                        ",", new TreeSet<>(users.roles(name).orElse(Set.of()))))
                        .strip()));
        out.flush();
        return 0;
    }

    @Command(
            name = "hash",
            mixinStandardHelpOptions = true,
            description = "Prints the hash of a password, for penstock.security.users.\"NAME\". Asks for the password.")
    int hash(
            @Option(names = "--password-stdin", description = "Reads the password from the standard input.")
                    boolean fromInput,
            @Option(names = "--iterations", defaultValue = ROUNDS, description = ITERATIONS) int iterations) {
        var out = spec.commandLine().getOut();
        out.println(Users.hash(password(fromInput), iterations));
        out.flush();
        return 0;
    }

    private static Set<String> set(List<String> roles) {
        return roles == null ? Set.of() : new TreeSet<>(roles);
    }

    private static PenstockException problem(String text) {
        return new PenstockException.InvalidConfiguration(text);
    }

    /** Never an argument: whoever lists the processes would see it. */
    private static String password(boolean fromInput) {
        return fromInput ? line() : typed();
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

    private static String typed() {
        var console = System.console();
        if (console == null) {
            throw problem("There is no terminal to ask for the password: use --password-stdin.");
        }
        char[] once = console.readPassword("Password: ");
        char[] again = console.readPassword("Once more: ");
        try {
            if (once == null || !Arrays.equals(once, again)) {
                throw problem("The two passwords are not the same.");
            }
            return new String(once);
        } finally {
            Arrays.fill(once == null ? new char[0] : once, ' ');
            Arrays.fill(again == null ? new char[0] : again, ' ');
        }
    }
}

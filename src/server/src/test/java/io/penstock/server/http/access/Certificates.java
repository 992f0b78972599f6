package io.penstock.server.http.access;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Keys and certificates: of the server, and of clients, of whom the server trusts all but one. */
public final class Certificates implements QuarkusTestResourceLifecycleManager {

    static final String PASSWORD = "changeit";

    private static final String DIRECTORY = "penstock.test.certificates";

    private Path directory;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("certificates");
            System.setProperty(DIRECTORY, directory.toString());
            make("server", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1");
            for (var name : List.of("shop", "nobody", "untrusted")) {
                // Nobody vouches for the last one, although it says that it is one of those that are trusted.
                make(name, "CN=" + (name.equals("untrusted") ? "shop" : name) + ",O=Acme");
            }
            trust("trusted", "shop", "nobody");
            trust("servers", "server");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "quarkus.tls.key-store.p12.path",
                store("server").toString(),
                "quarkus.tls.key-store.p12.password",
                PASSWORD,
                "quarkus.tls.trust-store.p12.path",
                store("trusted").toString(),
                "quarkus.tls.trust-store.p12.password",
                PASSWORD,
                "quarkus.http.test-ssl-port",
                "0",
                "quarkus.http.insecure-requests",
                "enabled",
                "penstock.http.client-certificates",
                "request");
    }

    static Path store(String name) {
        return Path.of(System.getProperty(DIRECTORY), name + ".p12");
    }

    private void make(String name, String subject, String... more) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                subject,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store(name).toString(),
                "-storepass",
                PASSWORD));
        arguments.addAll(List.of(more));
        keytool(arguments);
        var file = directory.resolve(name + ".crt").toString();
        keytool(List.of(
                "-exportcert",
                "-alias",
                name,
                "-keystore",
                store(name).toString(),
                "-storepass",
                PASSWORD,
                "-file",
                file));
    }

    private void trust(String store, String... names) throws IOException, InterruptedException {
        for (var name : names) {
            keytool(List.of(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    name,
                    "-file",
                    directory.resolve(name + ".crt").toString(),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store(store).toString(),
                    "-storepass",
                    PASSWORD));
        }
    }

    private static void keytool(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        var process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool has failed: " + arguments);
        }
    }

    @Override
    public void stop() {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

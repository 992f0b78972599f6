package io.penstock.server.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import static org.assertj.core.api.Assertions.assertThat;

/** Makes certificates as an operator does, and connects as a client that looks at them. */
final class TestCertificates {

    static final String PASSWORD = "changeit";

    private static final int PATIENCE_MILLIS = 60_000;

    private TestCertificates() {}

    /** Puts a new key and its own certificate of that name into a key store, which takes the place of the file at once. */
    static void make(Path store, String name) throws IOException, InterruptedException {
        var fresh = store.resolveSibling(store.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        run(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                fresh.toString(),
                "-storepass",
                PASSWORD);
        Files.move(fresh, store, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Has a store trust the certificate of another. */
    static void trust(Path trustStore, Path of) throws IOException, InterruptedException {
        var certificate = of.resolveSibling(of.getFileName() + ".crt");
        run(
                "-exportcert",
                "-alias",
                "server",
                "-keystore",
                of.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString());
        run(
                "-importcert",
                "-noprompt",
                "-alias",
                of.getFileName().toString(),
                "-file",
                certificate.toString(),
                "-storetype",
                "PKCS12",
                "-keystore",
                trustStore.toString(),
                "-storepass",
                PASSWORD);
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** The name in the certificate of a server, by a connection with that version of TLS. */
    static String nameOf(int port, String version) throws IOException, GeneralSecurityException {
        try (var socket = connect(port, client(null))) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    static SSLSocket connect(int port, SSLContext client) throws IOException {
        var socket =
                (SSLSocket) client.getSocketFactory().createSocket(new Socket("localhost", port), null, port, true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /**
     * A client that looks at the certificate of a server itself.
     *
     * @param own the store with the certificate of the client; null if it has none
     */
    static SSLContext client(Path own) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        var store = KeyStore.getInstance("PKCS12");
        try (var in = own == null ? null : Files.newInputStream(own)) {
            store.load(in, PASSWORD.toCharArray());
        }
        keys.init(store, PASSWORD.toCharArray());
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anyone()}, null);
        return context;
    }

    /** Trusts every server: the tests look at what it showed. */
    private static final class Anyone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package io.penstock.server.http.access;

import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Logins that go wrong: guesses, many at once, huge and slow ones, and a provider that does not answer. */
@QuarkusTest
@TestProfile(Besieged.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoginTest {

    private static final String LIST = "/api/v1/destinations";

    /** More failures than anybody may make before they have to wait; each further one would wait for longer. */
    private static final int GUESSES = 25;

    @TestHTTPResource("/")
    URI server;

    @TestHTTPResource(value = "/", tls = true)
    URI secure;

    private Http http;

    /** Whose password was right before gets in, whatever others try. */
    @BeforeEach
    void login() throws Exception {
        http = new Http(server);
        for (var known : List.of("admin", "shop")) {
            if (status(Guarded.basic(known)) != 200) {
                throw new IllegalStateException(known + " is locked out");
            }
        }
    }

    private int status(String authorization) throws Exception {
        return http.get(LIST, authorization).statusCode();
    }

    /** The first, since failures of the others count for the same address. */
    @Test
    @Order(1)
    void shouldSlowDownWhoeverGuessesAndNobodyElse() throws Exception {
        var answers = new ArrayList<HttpResponse<String>>();
        for (int i = 0; i < GUESSES; i++) {
            answers.add(http.get(LIST, Guarded.basic("operator", "guess-" + i)));
            if (answers.get(i).statusCode() == 429) {
                break;
            }
        }

        var last = answers.remove(answers.size() - 1);
        assertThat(answers).allMatch(answer -> answer.statusCode() == 401);
        assertThat(answers).hasSizeGreaterThanOrEqualTo(10);
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(last.headers().firstValue("Retry-After").orElseThrow()))
                .isPositive();
        assertThat(last.body())
                .contains("urn:problem-type:penstock:too-many-logins")
                .doesNotContain("guess-");
        assertThat(status(Guarded.basic("admin"))).isEqualTo(200);
    }

    @Test
    void shouldServeOthersWhileManyLogInAtOnce() throws Exception {
        var client = HttpClient.newHttpClient();
        var logins = new ArrayList<CompletableFuture<HttpResponse<Void>>>();
        for (int i = 0; i < 100; i++) {
            var request = HttpRequest.newBuilder(server.resolve(LIST))
                    .header("Authorization", Guarded.basic("ghost-" + i, "x"))
                    .build();
            logins.add(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()));
        }

        assertThat(http.get("/q/health/live", null).statusCode()).isEqualTo(200);
        assertThat(status(Guarded.basic("admin"))).isEqualTo(200);

        assertThat(logins)
                .extracting(login -> login.join().statusCode())
                .allMatch(status -> status == 401 || status == 429)
                .contains(429);
    }

    @Test
    void shouldServeOthersWhileALoginIsHugeOrNeverEnds() throws Exception {
        try (var slow = RawClient.connect(server);
                var huge = RawClient.connect(server)) {
            slow.write("GET " + LIST + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ");
            huge.head("GET " + LIST, "Authorization: Basic " + "A".repeat(100_000));

            assertThat(huge.status()).startsWith("HTTP/1.1 431");
            assertThat(status(Guarded.basic("admin"))).isEqualTo(200);
        }
        assertThat(status(Guarded.basic("n".repeat(5_000), "p".repeat(5_000)))).isIn(401, 429);
        assertThat(status("Basic %%%")).isEqualTo(401);
        assertThat(status("Basic " + "eA==")).isEqualTo(401);
        assertThat(status("Negotiate x")).isEqualTo(401);
    }

    /** A hash fills a short password with zeros: those behind one must make a difference all the same. */
    @Test
    void shouldRefuseAPasswordWithZerosBehindIt() throws Exception {
        assertThat(status(Guarded.basic("consumer", Guarded.password("consumer") + "\0")))
                .isIn(401, 429);
        assertThat(status(Guarded.basic("shop", Guarded.password("shop") + "\0")))
                .isIn(401, 429);
        assertThat(status(Guarded.basic("shop"))).isEqualTo(200);
    }

    @Test
    void shouldSayThatTokensCannotBeCheckedAndTakePasswordsMeanwhile() throws Exception {
        var answer = http.get(LIST, "Bearer a.b.c");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("urn:problem-type:penstock:login-unavailable");
        assertThat(status(Guarded.basic("admin"))).isEqualTo(200);
        assertThat(http.get("/q/health/ready", null).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldLetAnAllowedPageUseTheApiAsItsUser() throws Exception {
        try (var client = RawClient.connect(server)) {
            client.head(
                    "OPTIONS " + LIST,
                    "Origin: " + Besieged.CONSOLE,
                    "Access-Control-Request-Method: PUT",
                    "Access-Control-Request-Headers: authorization,content-type",
                    "Connection: close");

            assertThat(client.status()).startsWith("HTTP/1.1 204");
            assertThat(client.rest().toLowerCase(Locale.ROOT))
                    .contains("access-control-allow-origin: " + Besieged.CONSOLE)
                    .doesNotContain("access-control-allow-credentials");
        }
        try (var client = RawClient.connect(server)) {
            client.head("GET " + LIST, "Origin: " + Besieged.CONSOLE, "Connection: close");
            assertThat(client.status()).startsWith("HTTP/1.1 401");
        }
        try (var client = RawClient.connect(server)) {
            client.write("GET " + LIST + " HTTP/1.1\r\nHost: queues.example.com\r\nAuthorization: "
                    + Guarded.basic("admin") + "\r\n\r\n");
            assertThat(client.status()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldKnowUsersByTheirCertificates() throws Exception {
        assertThat(byCertificate("shop", "/api/v1/destinations/own.nothing")).isEqualTo(404);
        assertThat(byCertificate("shop", "/api/v1/destinations/foreign.nothing"))
                .isEqualTo(403);
        assertThat(byCertificate("nobody", LIST)).isEqualTo(401);
        assertThat(byCertificate(null, LIST)).isEqualTo(401);
        assertThat(byCertificate(null, "/q/health/live")).isEqualTo(200);
        assertThatThrownBy(() -> byCertificate("untrusted", LIST)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldHaveTheCookieOfALoginByTlsSentByTlsAlone() throws Exception {
        var client = HttpClient.newBuilder().sslContext(context(null)).build();
        var login = HttpRequest.newBuilder(secure.resolve("/api/v1/session"))
                .header("Content-Type", "application/json")
                .header("Penstock-Console", "1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"user\": \"admin\", \"password\": \"nimda\"}"))
                .build();

        var answer = client.send(login, HttpResponse.BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .endsWith("; Path=/api; HttpOnly; SameSite=Strict; Secure");
    }

    /** Such a page may use passwords by CORS; a cookie would be sent to it by the browser alone. */
    @Test
    void shouldTakeNoSessionFromAnAllowedPage() throws Exception {
        var allowed = Map.of("Origin", Besieged.CONSOLE, "Penstock-Console", "1");
        var own = Map.of("Penstock-Console", "1");
        var body = "{\"user\": \"admin\", \"password\": \"nimda\"}";

        assertThat(http.send("POST", "/api/v1/session", null, Http.JSON, body, allowed)
                        .statusCode())
                .isEqualTo(403);
        var cookie = http.send("POST", "/api/v1/session", null, Http.JSON, body, own)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        var withCookie = new HashMap<>(allowed);
        withCookie.put("Cookie", cookie);
        assertThat(http.send("GET", LIST, null, null, null, withCookie).statusCode())
                .isEqualTo(403);
        assertThat(http.send("GET", LIST, null, null, null, Map.of("Cookie", cookie))
                        .statusCode())
                .isEqualTo(200);
    }

    private int byCertificate(String name, String path) throws Exception {
        var client = HttpClient.newBuilder().sslContext(context(name)).build();
        var request = HttpRequest.newBuilder(secure.resolve(path)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static SSLContext context(String name) throws IOException, GeneralSecurityException {
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store("servers"));
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(name == null ? null : store(name), Certificates.PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(String name) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(Certificates.store(name))) {
            store.load(file, Certificates.PASSWORD.toCharArray());
        }
        return store;
    }
}

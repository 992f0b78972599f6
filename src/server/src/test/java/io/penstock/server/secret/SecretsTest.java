package io.penstock.server.secret;

import io.penstock.Broker;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.security.AccessControl;
import io.penstock.server.http.ApiDocument;
import io.penstock.server.http.DataDirectory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Passwords, their hashes, and what is in a message that was refused are in nothing that the server says: its log with
 * all details, answers and errors, metrics, health, and what objects say of themselves in a debugger or a dump.
 */
@QuarkusTest
@TestProfile(MarkedSecrets.class)
@QuarkusTestResource(value = DataDirectory.class, restrictToAnnotatedClass = true)
class SecretsTest {

    private static final String QUEUE = "secrets";
    private static final String DESTINATIONS = "/api/v1/destinations/";
    private static final String MESSAGES = DESTINATIONS + QUEUE + "/messages";
    private static final int TOO_LARGE = 1_100_000;

    /** What the server said, by what it was asked. */
    private final Map<String, String> said = new LinkedHashMap<>();

    @Inject
    ConnectionFactory factory;

    @Inject
    BeanManager beans;

    @Inject
    PenstockConfig config;

    @Inject
    Broker broker;

    @Inject
    AccessControl access;

    @ConfigProperty(name = "quarkus.log.file.path")
    Path log;

    @Test
    void shouldSayNothingOfPasswordsHashesAndRefusedMessagesAnywhere() throws Exception {
        declareQueue();
        loginsThatFail();
        messagesThatAreRefused();
        jakartaMessaging();
        aWebhookThatFails();
        everythingThatCanBeRead();
        objects();
        said.put("log", Files.readString(log));

        assertThat(said.get("log"))
                .as("the log has the details that it is searched for")
                .contains(
                        "DEBUG [io.quarkus.vertx.http", "[io.penstock.audit] refused login by " + MarkedSecrets.ADMIN);
        for (var secret : secrets().entrySet()) {
            said.forEach((asked, text) -> assertThat(text.contains(secret.getValue()))
                    .as("%s shows %s: %s", asked, secret.getKey(), around(text, secret.getValue()))
                    .isFalse());
        }
    }

    private void declareQueue() {
        note(
                "declare",
                admin().contentType(ContentType.JSON)
                        .body("{\"kind\":\"QUEUE\"}")
                        .put(DESTINATIONS + QUEUE),
                201);
    }

    private void loginsThatFail() {
        note(
                "wrong password",
                given().auth()
                        .preemptive()
                        .basic(MarkedSecrets.ADMIN, MarkedSecrets.WRONG)
                        .get(MESSAGES),
                401);
        note(
                "unknown user",
                given().auth().preemptive().basic("nobody", MarkedSecrets.WRONG).get(MESSAGES),
                401);
        note("no colon", authorized("Basic " + base64(MarkedSecrets.WRONG)).get(MESSAGES), 401);
        note("no Base64", authorized("Basic " + MarkedSecrets.WRONG + "!").get(MESSAGES), 401);
        note("unknown scheme", authorized("Secret " + MarkedSecrets.WRONG).get(MESSAGES), 401);
        note("token", authorized("Bearer " + MarkedSecrets.WRONG).get(MESSAGES), 401);
        note("not allowed", reader().body(MarkedSecrets.BODY).post(MESSAGES), 403);
    }

    private void messagesThatAreRefused() {
        note("unknown queue", marked(admin()).post(DESTINATIONS + "unknown/messages"), 404);
        note("unknown parameter", marked(admin()).post(MESSAGES + "?color=red"), 400);
        note(
                "reserved header",
                marked(admin())
                        .header("penstock-header-penstock-x", MarkedSecrets.BODY)
                        .post(MESSAGES),
                400);
        note("coded", marked(admin()).header("Content-Encoding", "strange").post(MESSAGES), 415);
        note(
                "too large",
                admin().body(MarkedSecrets.BODY.repeat(TOO_LARGE / MarkedSecrets.BODY.length()))
                        .post(MESSAGES),
                413);
        note(
                "no JSON",
                admin().contentType(ContentType.JSON)
                        .body("{\"" + MarkedSecrets.BODY)
                        .put(DESTINATIONS + "x"),
                400);
    }

    private void aWebhookThatFails() {
        note(
                "declare alert",
                admin().contentType(ContentType.JSON)
                        .body("{\"destinations\":\"" + QUEUE + "\",\"noConsumerFor\":\"PT1S\"}")
                        .put("/api/v1/alerts/nobody"),
                201);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(log).contains("was not reached: ConnectException"));
    }

    private void jakartaMessaging() {
        try (var context = factory.createContext(MarkedSecrets.ADMIN, MarkedSecrets.PASSWORD)) {
            said.put("connection factory", factory.toString());
            said.put("context", context.toString());
        }
        note("JMS, wrong password", () -> factory.createContext(MarkedSecrets.ADMIN, MarkedSecrets.WRONG));
        note("JMS, unknown user", () -> factory.createConnection("nobody", MarkedSecrets.WRONG));
        try (var context = factory.createContext(MarkedSecrets.READER, MarkedSecrets.PASSWORD)) {
            note(
                    "JMS, not allowed",
                    () -> context.createProducer()
                            .setProperty("secret", MarkedSecrets.BODY)
                            .send(context.createQueue(QUEUE), MarkedSecrets.BODY));
        }
    }

    /** Each GET of the API, with names that exist and names that do not. */
    private void everythingThatCanBeRead() {
        for (var endpoint : ApiDocument.endpoints(admin())) {
            // Streams of events have no end; they say what reading does.
            if (endpoint.method().equals("GET") && !endpoint.path().matches(".*/(events|live)")) {
                for (var name : List.of(QUEUE, "unknown")) {
                    var path = endpoint.path().replaceAll("\\{[^}]*}", name);
                    said.put("GET " + path, all(admin().get(path)));
                }
            }
        }
        for (var path :
                List.of("openapi", "metrics", "health", "health/live", "health/ready", "health/started", "info")) {
            said.put("GET /q/" + path, all(admin().get("/q/" + path)));
        }
        assertThat(said.keySet()).contains("GET /api/v1/destinations", "GET " + MESSAGES, "GET /q/health");
    }

    /** What is seen of them by whoever prints or looks at them. */
    private void objects() {
        said.put("users", access + " " + access.users());
        said.put("configuration", config.toString() + config.security() + config.jms());
        said.put("broker", broker.toString() + broker.alerts() + broker.alerts().states());
        var mappings = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            bean.getTypes().stream()
                    .filter(SecretsTest::isMapping)
                    .forEach(type ->
                            said.put("settings " + type, String.valueOf(mappings.getConfigMapping((Class<?>) type))));
        }
        assertThat(said.keySet()).anyMatch(name -> name.startsWith("settings "));
    }

    private static boolean isMapping(Type type) {
        return type instanceof Class<?> mapping
                && mapping.isAnnotationPresent(ConfigMapping.class)
                && mapping.getName().startsWith("io.penstock.");
    }

    private void note(String asked, Response response, int status) {
        assertThat(response.statusCode()).as(asked + ": " + all(response)).isEqualTo(status);
        said.put(asked, all(response));
    }

    private void note(String asked, ThrowingCallable call) {
        var failure = catchThrowable(call);
        assertThat(failure).as(asked).isNotNull();
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        said.put(asked, trace.toString());
    }

    private static String all(Response response) {
        return response.statusLine() + "\n" + response.headers() + "\n" + response.asString();
    }

    private static RequestSpecification admin() {
        return given().auth().preemptive().basic(MarkedSecrets.ADMIN, MarkedSecrets.PASSWORD);
    }

    private static RequestSpecification reader() {
        return given().auth().preemptive().basic(MarkedSecrets.READER, MarkedSecrets.PASSWORD);
    }

    private static RequestSpecification authorized(String value) {
        return given().header("Authorization", value);
    }

    private static RequestSpecification marked(RequestSpecification request) {
        return request.header("Penstock-Header-Secret", MarkedSecrets.BODY).body(MarkedSecrets.BODY);
    }

    /** All that must not be seen, by what it is. */
    private Map<String, String> secrets() throws IOException {
        var secrets = new LinkedHashMap<String, String>();
        secrets.put("a password", MarkedSecrets.MARK);
        secrets.put("a password in the header of a login", base64(MarkedSecrets.ADMIN + ":" + MarkedSecrets.PASSWORD));
        secrets.put(
                "a wrong password in the header of a login", base64(MarkedSecrets.ADMIN + ":" + MarkedSecrets.WRONG));
        secrets.put("what was sent", MarkedSecrets.BODY);
        var hashes = Files.readString(
                        Path.of(config.security().usersFile().orElseThrow().toString()))
                + String.join("\n", config.security().users().values());
        for (var part : hashes.split("[^A-Za-z0-9+/=]+")) {
            // Salts and keys: shorter parts are names and numbers.
            if (part.length() >= 20) {
                secrets.put("the part " + part.substring(0, 6) + " of a hash", part);
            }
        }
        assertThat(secrets).as("a salt and two keys of each user").hasSizeGreaterThanOrEqualTo(4 + 2 * 3);
        return secrets;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String around(String text, String found) {
        int at = text.indexOf(found);
        return at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100));
    }
}

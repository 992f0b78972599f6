package io.penstock.server.http.access;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Message;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** Everybody sees at a glance what they may see, and nothing else. */
@QuarkusTest
@TestProfile(Guarded.class)
class OverviewRightsTest {

    private static final String API = "/api/v1";
    private static final List<String> NAMES = List.of("own.overview", "foreign.overview", "free.overview");

    @Inject
    Broker broker;

    @TestHTTPResource("/")
    URI server;

    private Http http;

    @BeforeEach
    void declare() {
        http = new Http(server);
        for (var name : NAMES) {
            if (broker.destination(name).isEmpty()) {
                broker.declare(Destination.queue(name).build());
                broker.send(Message.to(name).body("x").build());
            }
        }
    }

    private JsonPath get(String path, String user) {
        try {
            return JsonPath.from(http.get(path, Guarded.basic(user)).body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int status(String path, String user) throws Exception {
        return http.get(path, Guarded.basic(user)).statusCode();
    }

    @Test
    void shouldListWhatACallerMaySee() {
        for (var table : List.of("destinations", "subscriptions")) {
            var path = API + "/overview/" + table + "?search=.overview";
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(get(path, "admin").getList("rows.name")).containsExactlyInAnyOrderElementsOf(NAMES);
                assertThat(get(path, "shop").getList("rows.name")).containsExactly("own.overview");
                assertThat(get(path, "shop").getInt("total")).isEqualTo(1);
                assertThat(get(path, "producer").getList("rows.name")).containsExactly("free.overview");
            });
        }
    }

    @Test
    void shouldShowTheHistoryOfOthersToNobody() throws Exception {
        assertThat(status(API + "/history?destination=own.overview", "shop")).isEqualTo(200);
        assertThat(status(API + "/history?destination=foreign.overview", "shop"))
                .isEqualTo(403);
        assertThat(status(API + "/history?destination=nowhere.overview", "shop"))
                .isEqualTo(403);
        assertThat(status(API + "/history", "operator")).isEqualTo(200);
        assertThat(http.get(API + "/history", Guarded.basic("shop")).body()).contains("needs the role operator");
    }

    @Test
    void shouldDrawForEachCallerWhatTheyMaySeeWithWhoSendsThere() throws Exception {
        http.send("POST", API + "/destinations/own.overview/messages", Guarded.basic("shop"), "text/plain", "x");
        http.send("POST", API + "/destinations/free.overview/messages", Guarded.basic("producer"), "text/plain", "x");

        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            var ofShop = get(API + "/flow", "shop");
            assertThat(ofShop.getList("nodes.findAll{it.kind == 'destination'}.name"))
                    .contains("own.overview")
                    .allMatch(name -> name.toString().startsWith("own"));
            assertThat(ofShop.getList("nodes.id"))
                    .contains("sender:http/shop", "sender:application/penstock")
                    .doesNotContain("sender:http/producer");
            assertThat(get(API + "/flow", "admin").getList("edges.from"))
                    .contains("sender:http/shop", "sender:http/producer");
        });
    }

    /** What a stream says, up to the rows. */
    private String live(String user) throws IOException {
        var connection = (HttpURLConnection) server.resolve(API + "/live?destinations=" + String.join(",", NAMES))
                .toURL()
                .openConnection();
        connection.setRequestProperty("Authorization", Guarded.basic(user));
        connection.setReadTimeout(60_000);
        try (var lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            var said = new StringBuilder();
            var line = lines.readLine();
            while (!line.equals("event: rows")) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            return said.append(lines.readLine()).toString();
        } finally {
            connection.disconnect();
        }
    }

    @Test
    void shouldTellInAStreamWhatACallerMaySee() throws Exception {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(live("admin"))
                        .contains("\"own.overview\"", "\"foreign.overview\"", "\"free.overview\""));

        var ofShop = live("shop");
        assertThat(ofShop).contains("\"name\":\"own.overview\"").doesNotContain("foreign", "free");
        assertThat(ofShop.lines().filter(line -> line.contains("\"health\"")).findFirst())
                .get()
                .asString()
                .contains("\"state\":\"RUNNING\"")
                .doesNotContain("diskFreeBytes", "\"in\"", "deadLetters", "firing");
        assertThat(live("operator")).contains("diskFreeBytes", "\"firing\":0").contains("\"free.overview\"");
    }
}

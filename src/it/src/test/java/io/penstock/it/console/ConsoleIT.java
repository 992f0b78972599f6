package io.penstock.it.console;

import io.penstock.it.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The console of the packaged server, in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    private static final String DESTINATIONS = "/api/v1/destinations/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOSTILE =
            "<script>window.broken = 1</script><img src=x onerror='window.broken = 2'> \u202Egnp.exe \u0007";

    private static final List<String> PAGES = List.of(
            "overview",
            "destinations",
            "destinations/orders",
            "destinations/orders?tab=messages",
            "destinations/orders?tab=send",
            "destinations/orders?tab=settings",
            "destinations/orders/messages/0/0",
            "subscriptions",
            "subscriptions/orders/orders",
            "dead-letters",
            "dead-letters/orders.dlq",
            "dead-letters/orders.dlq/0/0",
            "flow",
            "exchanges",
            "exchanges/events",
            "schedules",
            "schedules/nightly",
            "transactions",
            "operations",
            "alerts");

    @TempDir
    static Path directory;

    private ServerProcess server;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        server = ServerProcess.start(directory.resolve("data"));
        put(DESTINATIONS + "orders", "{\"kind\": \"QUEUE\"}");
        put(DESTINATIONS + "events", "{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"PATTERN\"}}");
        put("/api/v1/schedules/nightly", "{\"destination\": \"orders\", \"interval\": \"P1D\", \"body\": \"x\"}");
        put("/api/v1/alerts/late", "{\"destinations\": \"orders\", \"lagAbove\": 1000}");
        for (int i = 0; i < 2; i++) {
            server.send("orders", "dying", "order " + i);
            reject("no such article");
        }
        server.send("orders", "hostile", HOSTILE);
        browser = Browser.open(server.address());
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private void put(String path, String body) throws IOException, InterruptedException {
        var answer = server.put(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private void reject(String why) throws Exception {
        var taken = server.post(DESTINATIONS + "orders/subscriptions/orders/deliveries?wait=PT10S", "{}");
        var token = taken.body().replaceAll("(?s).*\"token\":\"([^\"]*)\".*", "$1");
        var answer = server.post(
                DESTINATIONS + "orders/subscriptions/orders/deliveries/" + token + "/reject",
                "{\"description\": \"" + why + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void shouldShowEveryPageWithoutBarriers(String theme) {
        browser.theme(theme);
        browser.complaints();
        var barriers = new ArrayList<String>();
        for (var page : PAGES) {
            browser.visit(page);
            browser.barriers().forEach(barrier -> barriers.add(page + ": " + barrier));
            browser.complaints().forEach(complaint -> barriers.add(page + ": " + complaint));
        }
        assertThat(barriers).isEmpty();
    }

    @Test
    void shouldShowWhatOthersWroteAsText() {
        browser.visit("destinations/orders/messages/0/2");
        browser.awaitText("<script>window.broken = 1</script>");
        browser.visit("destinations/orders?tab=messages");
        browser.awaitText("<script>window.broken");
        assertThat(browser.run("return window.broken")).isNull();
    }

    @Test
    void shouldFindUnderstandAndRedriveADeadLetterByTheKeyboardAlone() {
        browser.visit("overview");
        browser.press("g", "l");
        browser.awaitText("orders.dlq");
        browser.press(Keys.ARROW_DOWN, Keys.ENTER);
        browser.awaitText("no such article");
        assertThat(browser.address()).contains("dead-letters/orders.dlq");

        browser.visit("dead-letters/orders.dlq/0/0");
        browser.awaitText("no such article");
        browser.press("r");
        browser.until("dialog[open]");
        browser.tabTo("submit");
        browser.press(Keys.ENTER);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.getJson("/api/v1/dead-letters/orders.dlq")
                                .findValues("reason"))
                        .hasSize(1));
    }

    @Test
    void shouldSayThatTheConnectionIsLostAndGoOnWhenTheServerIsBack() throws Exception {
        browser.visit("destinations");
        browser.awaitText("orders");
        int port = java.net.URI.create(server.address()).getPort();

        server.kill();
        browser.until(".banner");
        server = ServerProcess.start(directory.resolve("data"), port);

        browser.awaitNo(".banner");
        browser.awaitText("orders.dlq");
        put(DESTINATIONS + "born.later", "{\"kind\": \"QUEUE\"}");
        browser.awaitText("born.later");
    }
}

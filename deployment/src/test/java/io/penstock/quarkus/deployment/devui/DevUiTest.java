package io.penstock.quarkus.deployment.devui;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.devui.tests.DevUIJsonRPCTest;
import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the pages of the Dev UI ask, in an application in development. */
class DevUiTest extends DevUIJsonRPCTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClass(FailingBean.class)
                    .addAsResource(
                            new StringAsset("quarkus.penstock.journal.file-size=8M\n"
                                    + "quarkus.penstock.destinations.prices.kind=topic\n"),
                            "application.properties"));

    DevUiTest() {
        super("io.penstock.quarkus-penstock");
    }

    @Test
    void shouldSendBrowseAndPutBack() throws Exception {
        // destinations and listeners
        assertThat(executeJsonRPCMethod("destinations").findValuesAsText("name"))
                .contains("orders", "prices");
        var listener = executeJsonRPCMethod("listeners").get(0);
        assertThat(listener.get("name").asText()).isEqualTo("orders");
        assertThat(listener.get("status").asText()).isEqualTo("RUNNING");

        // a message that fails
        executeJsonRPCMethod("send", Map.of("destination", "orders", "key", "k", "body", "a book"));
        await().atMost(PATIENCE).until(() -> letters().size() == 1);
        var letter = letters().get(0);
        assertThat(letter.get("origin").asText()).isEqualTo("orders");
        assertThat(letter.get("stackTrace").asText()).contains("no stock for a book");
        assertThat(letter.get("body").asText()).isEqualTo("a book");
        assertThat(executeJsonRPCMethod("listeners").get(0).get("lastError").asText())
                .contains("no stock");

        // is put back, where it waits because the listener is paused
        executeJsonRPCMethod("pauseListener", Map.of("name", "orders"));
        executeJsonRPCMethod(
                "redrive",
                Map.of(
                        "queue",
                        letter.get("queue").asText(),
                        "id",
                        letter.get("id").asText()));
        await().atMost(PATIENCE).until(() -> letters().isEmpty());
        var waiting = executeJsonRPCMethod("browse", Map.of("destination", "orders"));
        assertThat(waiting.get("messages").findValuesAsText("body")).containsExactly("a book");
        assertThat(waiting.get("problem").asText()).isEmpty();
        assertThat(executeJsonRPCMethod("subscriptions", Map.of("destination", "orders"))
                        .get(0)
                        .get("waiting")
                        .asLong())
                .isEqualTo(1);

        // and dies again, and is thrown away
        executeJsonRPCMethod("startListener", Map.of("name", "orders"));
        await().atMost(PATIENCE).until(() -> letters().size() == 1);
        executeJsonRPCMethod("discard", Map.of("queue", "orders.failed", "id", ""));
        await().atMost(PATIENCE).until(() -> letters().isEmpty());
    }

    private JsonNode letters() throws Exception {
        return executeJsonRPCMethod("deadLetters");
    }
}

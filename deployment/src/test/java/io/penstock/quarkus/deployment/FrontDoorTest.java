package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

/** Jakarta Messaging, Reactive Messaging, health and metrics come with the one dependency, on the same broker. */
class FrontDoorTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideConfigKey("mp.messaging.outgoing.orders.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.to-check.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.to-check.destination", "orders")
            .overrideConfigKey("mp.messaging.outgoing.checked.connector", "penstock");

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory connectionFactory;

    @Inject
    @Channel("orders")
    Emitter<String> orders;

    @Inject
    Bean bean;

    @Test
    void shouldCarryReactiveMessages() {
        orders.send("o1").toCompletableFuture().join();
        await().untilAsserted(() -> assertThat(broker.destination("checked")).isPresent());
        await().untilAsserted(() -> assertThat(
                        broker.browse(BrowseRequest.waiting("checked", 10).build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly("checked o1"));
        await().untilAsserted(() -> assertThat(
                        broker.statistics("orders").subscriptions().get(0).waiting())
                .isZero());
    }

    @Test
    void shouldCarryJakartaMessages() {
        try (var context = connectionFactory.createContext()) {
            var queue = context.createQueue("letters");
            context.createProducer().send(queue, "dear");
            assertThat(context.createConsumer(queue).receiveBody(String.class, 5_000))
                    .isEqualTo("dear");
        }
    }

    @Test
    void shouldLetAListenerHearWhatJakartaMessagingSends() {
        try (var context = connectionFactory.createContext()) {
            context.createProducer().send(context.createQueue("heard"), "loud");
        }
        await().untilAsserted(() -> assertThat(bean.heard).containsExactly("loud"));
    }

    @Test
    void shouldReportReadinessAndLiveness() {
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("Penstock broker ready"))
                .body("checks.find { it.name == 'Penstock broker ready' }.data.state", equalTo("RUNNING"));
        RestAssured.get("/q/health/live").then().statusCode(200).body("checks.name", hasItems("Penstock broker alive"));
    }

    @Test
    void shouldPublishMetersOfDestinationsThatAppear() {
        try (var context = connectionFactory.createContext()) {
            context.createProducer().send(context.createQueue("measured"), "x");
        }
        await().untilAsserted(() -> assertThat(
                        RestAssured.get("/q/metrics").asString().lines())
                .contains(
                        "penstock_broker_running 1.0",
                        "penstock_messages_sent_total{destination=\"measured\",kind=\"queue\"} 1.0",
                        "penstock_subscription_waiting{destination=\"measured\",kind=\"queue\",subscription=\"measured\"}"
                                + " 1.0",
                        "penstock_subscription_passed_over{destination=\"measured\",kind=\"queue\","
                                + "subscription=\"measured\"} 0.0",
                        "penstock_deliveries_accepted_total{destination=\"measured\",kind=\"queue\","
                                + "subscription=\"measured\"} 0.0")
                .anyMatch(line -> line.matches("penstock_jms_destinations_declared_total [1-9].*")));
    }

    @Singleton
    static class Bean {

        final List<String> heard = new CopyOnWriteArrayList<>();

        @Incoming("to-check")
        @Outgoing("checked")
        String check(String order) {
            return "checked " + order;
        }

        @QueueListener("heard")
        void hear(String payload) {
            heard.add(payload);
        }
    }
}

package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.SenderCounts;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.HashSet;
import java.util.Set;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What an application sends is counted by the way that it takes. */
class CountedSendersTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideConfigKey("quarkus.application.name", "shop")
            .overrideConfigKey("mp.messaging.outgoing.out.connector", "penstock")
            .overrideRuntimeConfigKey("penstock.destinations.by-code.kind", "queue");

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    @Inject
    Bean bean;

    private SenderCounts counts;

    @BeforeEach
    void begin() {
        counts = CountingBroker.counts(broker).orElseThrow();
        counts.begin();
    }

    private Set<String> counted() {
        var counted = new HashSet<String>();
        counts.forEach((door, name, destination, sent) -> counted.add(door + "/" + name + ">" + destination));
        return counted;
    }

    @Test
    void shouldCountChannelsConnectionsAndTheCodeOfTheApplication() {
        bean.emitter.send("a").toCompletableFuture().join();
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue("by-jms"), "b");
        }
        broker.send(Message.to("by-code").body("c").build());

        assertThat(counted())
                .containsExactlyInAnyOrder("connector/out>out", "jms/anonymous>by-jms", "application/shop>by-code");
    }

    @Singleton
    static class Bean {

        @Inject
        @Channel("out")
        Emitter<String> emitter;
    }
}

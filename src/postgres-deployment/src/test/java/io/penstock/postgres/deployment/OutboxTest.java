package io.penstock.postgres.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.postgres.outbox.OutboxMessage;
import io.penstock.postgres.outbox.OutboxMessages;
import io.penstock.postgres.outbox.OutboxRelay;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** An application whose methods change its database and send messages with it. */
class OutboxTest {

    /** A look at the table is an hour away: what is sent in time was sent since somebody woke the relay. */
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Orders.class)
            .overrideConfigKey("quarkus.penstock.outbox.sweep-interval", "1H")
            .overrideConfigKey("quarkus.penstock.outbox.max-attempts", "1");

    private static final int THREADS = 4;
    private static final int MESSAGES = 300;

    @Inject
    Orders orders;

    @Inject
    Broker broker;

    @Inject
    Sql sql;

    @Inject
    OutboxMessages messages;

    @Inject
    OutboxRelay relay;

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("placed").partitions(1).build());
        broker.seek("placed", "placed", StartPosition.LATEST);
    }

    @Test
    void shouldSendWithTheTransactionAndNothingOfOneThatFails() throws Exception {
        // given
        var threads = Executors.newFixedThreadPool(THREADS);
        var senders = new ArrayList<Callable<Void>>();
        for (int thread = 0; thread < THREADS; thread++) {
            var key = "t" + thread;
            senders.add(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    var message = message(key, key + " " + i);
                    if (i % 5 == 0) {
                        assertThatThrownBy(() -> orders.placeAndFail(message))
                                .isInstanceOf(IllegalArgumentException.class);
                    } else {
                        orders.place(message);
                    }
                }
                return null;
            });
        }

        // when
        for (var each : threads.invokeAll(senders)) {
            each.get();
        }
        threads.shutdown();
        awaitSent();

        // then
        var bodies = bodies();
        assertThat(bodies).hasSize(THREADS * MESSAGES * 4 / 5).doesNotHaveDuplicates();
        for (int thread = 0; thread < THREADS; thread++) {
            var prefix = "t" + thread + " ";
            var numbers = bodies.stream()
                    .filter(body -> body.startsWith(prefix))
                    .map(body -> Integer.valueOf(body.substring(prefix.length())))
                    .toList();
            assertThat(numbers).isSorted().noneMatch(number -> number % 5 == 0);
        }
    }

    @Test
    void shouldSendWhatAnotherProgramHasInserted() throws SQLException {
        // given: the relay runs once this application has sent something
        orders.place(message("k", "mine"));
        awaitSent();

        // when
        sql.execute("insert into penstock_outbox (destination, message_key, body, header_names, header_values) values"
                + " ('placed', 'k', 'theirs', '{content-type}', array['text/plain'::bytea])");
        awaitSent();

        // then
        assertThat(bodies()).containsExactly("mine", "theirs");
    }

    @Test
    void shouldSendAnObjectThroughTheCodecOfTheApplication() {
        orders.placeTyped("placed", "k", List.of(1, 2));
        awaitSent();

        assertThat(stored()).singleElement().satisfies(stored -> {
            assertThat(stored.message().bodyText()).isEqualTo("[1,2]");
            assertThat(stored.message().keyText()).isEqualTo("k");
            assertThat(stored.message().headers().get("content-type")).isEqualTo("application/json");
        });
    }

    @Test
    void shouldReturnTheIdThatConsumersSee() {
        var id = orders.place(message("k", "b"));
        awaitSent();

        assertThat(stored()).extracting(stored -> stored.message().id()).containsExactly(id);
    }

    @Test
    void shouldRefuseAThreadWithoutATransaction() {
        assertThatThrownBy(() -> orders.placeWithoutTransaction(message("k", "b")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this thread has none")
                .hasMessageContaining("@Transactional");
    }

    @Test
    void shouldRefuseATransactionThatWillBeRolledBack() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    QuarkusTransaction.setRollbackOnly();
                    orders.place(message("k", "b"));
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("will be rolled back");
        assertThat(bodies()).isEmpty();
    }

    @Test
    void shouldRefuseAtOnceWhatTheBrokerWouldRefuseForItsForm() {
        assertRefused(Message.to("placed").body(new byte[2 << 20]).build(), "2097152 bytes");
        assertRefused(Message.to("elsewhere").body(new byte[2 << 20]).build(), "2097152 bytes");
        assertRefused(Message.to("placed").priority(12).build(), "its priority is 12");
        assertRefused(Message.to("placed").header("penstock-x", "y").build(), "reserved");
        assertRefused(Message.to("placed").id("a\0b").build(), "control character");
        assertRefused(Message.to("not a name").build(), "not a name");
        assertRefused(Message.to("placed").timeToLive(Duration.ZERO).build(), "time to live");
        assertRefused(Message.to("placed").durability(Durability.MEMORY).build(), "MEMORY");
    }

    private void assertRefused(Message message, String problem) {
        assertThatThrownBy(() -> orders.place(message))
                .isInstanceOf(PenstockException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldShowWhatWasAbandonedAndSendItWhenAsked() {
        // given
        orders.place(Message.to("unknown").id("lost").body("b").build());
        await().until(() -> !abandoned().isEmpty());
        var row = abandoned().get(0);
        assertThat(row.messageId()).isEqualTo("lost");
        assertThat(row.problem()).contains("There is no destination 'unknown'");
        await().until(() -> relay.statistics().abandoned() == 1 || wake());

        // when
        broker.declare(Destination.queue("unknown").partitions(1).build());
        assertThat(messages.retry(row.id())).isTrue();
        assertThat(messages.retry(row.id())).isFalse();
        awaitSent();

        // then
        assertThat(broker.browse(BrowseRequest.all("unknown", 10).build())).hasSize(1);
    }

    /** Has the relay do a round, in which it counts. */
    private boolean wake() {
        orders.place(message("k", "wake"));
        return false;
    }

    private List<OutboxMessage> abandoned() {
        return QuarkusTransaction.requiringNew().call(() -> messages.abandoned().list());
    }

    private void awaitSent() {
        await().until(() -> sql.count("select count(*) from penstock_outbox where state <> 'SENT'") == 0);
    }

    private List<String> bodies() {
        return stored().stream().map(stored -> stored.message().bodyText()).toList();
    }

    private List<StoredMessage> stored() {
        return broker.browse(BrowseRequest.waiting("placed", 10_000).build());
    }

    private static Message message(String key, String body) {
        return Message.to("placed").key(key).body(body).build();
    }
}

package io.penstock.jms.session;

import io.penstock.ConsumerOptions;
import io.penstock.Message;
import io.penstock.jms.JmsFixture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One reply queue for all who wait, each of whom selects by the correlation identifier of its request. */
@Timeout(JmsFixture.HANG_SECONDS)
class ReplyQueueTest extends JmsFixture {

    private static final int WAITERS = 10_000;
    private static final int PASSED_OVER = 65_536;
    private static final int BATCH = 4_096;

    @ParameterizedTest
    @CsvSource({",", "group,", "group,session"})
    void shouldGiveEachOfTenThousandWaitersItsReply(String group, String worker) throws JMSException {
        send("replies", "nobody's");
        Map<Integer, String> replies = new ConcurrentHashMap<>();
        for (int i = 0; i < WAITERS; i++) {
            int waiter = i;
            broker.consume(
                            ConsumerOptions.ofQueue("replies", "waiter-" + i)
                                    .filter("JMSCorrelationID = 'request-" + i + "'")
                                    .worker(worker == null ? null : worker + i)
                                    .build(),
                            deliveries -> deliveries.forEach(each -> {
                                replies.put(waiter, each.message().bodyText());
                                each.acceptAsync();
                            }))
                    .request(1);
        }
        for (int i = WAITERS - 1; i >= 0; i--) {
            broker.sendAsync(Message.to("replies")
                    .key(group)
                    .header("JMSCorrelationID", "request-" + i)
                    .body("reply " + i)
                    .build());
        }
        Awaitility.await().until(() -> replies.size() == WAITERS);
        replies.forEach((waiter, reply) -> assertThat(reply).isEqualTo("reply " + waiter));
        Awaitility.await().until(() -> waiting("replies") == 1);
    }

    @Test
    void shouldSayInTheLogAndInStatisticsThatMessagesBehindTooManyOthersWait() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("replies"), "color = 'blue'");
        var told = new CopyOnWriteArrayList<String>();
        var log = Logger.getLogger("io.penstock.broker.delivery.HandOut");
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                told.add(record.getMessage());
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        log.addHandler(handler);
        try {
            consumer.setMessageListener(message -> {});
            var red = Message.to("replies").header("color", "red").body("").build();
            for (int i = 0; i <= PASSED_OVER / BATCH; i++) {
                broker.sendAll(Collections.nCopies(BATCH, red));
            }
            Awaitility.await().until(() -> !told.isEmpty());
            assertThat(told.get(0)).contains("65536 messages of partition", "replies", "those behind wait");
            var counts = broker.statistics("replies").subscriptions().get(0);
            assertThat(counts.passedOver()).isEqualTo(PASSED_OVER);
            assertThat(counts.members().get(0).idleReason())
                    .startsWith("65536 messages of partition")
                    .endsWith("those behind wait.");
        } finally {
            log.removeHandler(handler);
        }
    }

    @Test
    void shouldServeManyConsumersThatSelectByIdentifierBesideOthers() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var queue = session.createQueue("replies");
        var waiters = new ArrayList<MessageConsumer>();
        for (int i = 0; i < 200; i++) {
            waiters.add(session.createConsumer(queue, "JMSCorrelationID = 'request-" + i + "'"));
        }
        for (int i = 0; i < 64; i++) {
            session.createConsumer(queue, "urgency > " + (1000 + i));
        }
        assertThatThrownBy(() -> session.createConsumer(queue, "urgency > 999")).hasMessageContaining("64 different");
        var producer = session.createProducer(queue);
        for (int i = 199; i >= 0; i--) {
            var reply = session.createTextMessage("reply " + i);
            reply.setJMSCorrelationID("request-" + i);
            producer.send(reply);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(receive(waiters.get(i))).isEqualTo("reply " + i);
            waiters.get(i).close();
        }
        assertThat(waiting("replies")).isZero();
    }
}

package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.spec.Unchecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;

/** Message groups (section 3.5.9) with several listeners, and with selectors. */
@Timeout(JmsFixture.HANG_SECONDS)
class GroupTest extends JmsFixture {

    private static final int GROUPS = 8;
    private static final int MESSAGES = 25;

    private final Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> owners = new ConcurrentHashMap<>();

    private void listen(String name, String selector) throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders"), selector).setMessageListener(message -> {
            var key =
                    Unchecked.call(() -> message.getStringProperty("JMSXGroupID") + message.getStringProperty("color"));
            seen.computeIfAbsent(key, any -> new CopyOnWriteArrayList<>())
                    .add(Unchecked.call(() -> message.getIntProperty("number")));
            owners.computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet()).add(name);
        });
    }

    /** Colors of each group by turns. */
    private void sendGroups() throws JMSException {
        try (var session = session(Session.SESSION_TRANSACTED)) {
            var producer = session.createProducer(session.createQueue("orders"));
            for (int number = 0; number < MESSAGES; number++) {
                for (int group = 0; group < GROUPS; group++) {
                    for (var color : List.of("red", "blue")) {
                        var message = session.createMessage();
                        message.setStringProperty("JMSXGroupID", "g" + group);
                        message.setStringProperty("color", color);
                        message.setIntProperty("number", number);
                        producer.send(message);
                    }
                }
            }
            session.commit();
        }
    }

    private void assertInOrder() {
        Awaitility.await().until(() -> waiting("orders") == 0);
        var ordered = new ArrayList<Integer>();
        for (int number = 0; number < MESSAGES; number++) {
            ordered.add(number);
        }
        assertThat(seen).hasSize(2 * GROUPS);
        assertThat(seen.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(ordered));
        assertThat(owners.values()).allSatisfy(names -> assertThat(names).hasSize(1));
    }

    @Test
    void shouldGiveEachGroupToOneConsumerInOrder() throws JMSException {
        listen("first", null);
        listen("second", null);
        listen("third", null);
        sendGroups();
        assertInOrder();
    }

    @Test
    void shouldGiveEachGroupToOneOfTheConsumersThatSelectIt() throws JMSException {
        listen("red one", "color = 'red'");
        listen("red two", "color = 'red'");
        listen("blue one", "color = 'blue'");
        listen("blue two", "color = 'blue'");
        sendGroups();
        assertInOrder();
        owners.forEach((key, names) -> assertThat(names)
                .allMatch(name ->
                        name.startsWith(key.substring(2, 5)) || key.endsWith("blue") && name.startsWith("blue")));
    }

    @Test
    void shouldLeaveWhatNobodySelectsToTheNextConsumer() throws Exception {
        listen("red", "color = 'red'");
        sendGroups();
        Awaitility.await().until(() -> waiting("orders") == GROUPS * MESSAGES);
        listen("blue", "color = 'blue'");
        assertInOrder();
    }

    @Test
    void shouldGiveTheGroupsOfAConsumerThatLeavesToAnother() throws Exception {
        var first = session(Session.AUTO_ACKNOWLEDGE);
        var consumer = first.createConsumer(first.createQueue("orders"), "color = 'red' OR color = 'blue'");
        sendGroups();
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < 40; i++) {
            var message = consumer.receive(PATIENCE_MILLIS);
            var key = message.getStringProperty("JMSXGroupID") + message.getStringProperty("color");
            assertThat(message.getIntProperty("number")).isEqualTo(counts.merge(key, 1, Integer::sum) - 1);
            seen.computeIfAbsent(key, any -> new CopyOnWriteArrayList<>()).add(message.getIntProperty("number"));
        }
        first.close();
        listen("second", null);
        listen("third", "color = 'red'");
        Awaitility.await().until(() -> waiting("orders") == 0);
        assertThat(seen.values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted().hasSize(MESSAGES));
    }
}

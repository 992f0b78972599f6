package io.penstock.jms.security;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;
import io.penstock.security.AccessControl;
import io.penstock.security.Permissions;
import io.penstock.security.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAResource;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What each user may do by Jakarta Messaging, at own destinations and at those of others: a table of all cells. */
class PermissionTableTest extends JmsFixture {

    /** The hash of "secret" with few rounds, so that the test is quick. */
    private static final String HASH = "scram-sha-256:10000:c0JL6pKb8Cjhf9MxZHFtZw=="
            + ":iE2yyhzpdyuuz+72P+vSuQk77IO3YuKYV6PMtLVD7fg=:0bBnjwo/wOSVhOjjzLjrArWrtFw6LkQ0izN70nya8po=";

    /** "own" is reserved for ada; at "open" the roles decide. */
    private static final Permissions TABLE = Permissions.of(Map.of(
            "own.#",
            Map.of("send", Set.of("ada"), "receive", Set.of("ada"), "browse", Set.of("ada"), "manage", Set.of("ada"))));

    private static final Map<String, String> USERS =
            Map.of("root", "admin", "olga", "operator", "paul", "producer", "carl", "consumer", "ada", "", "eve", "");

    private final List<Connection> opened = new ArrayList<>();
    private PenstockConnectionFactory guarded;

    @FunctionalInterface
    private interface Work {
        void at(Session session, String prefix) throws Exception;
    }

    @BeforeEach
    void guard() throws JMSException {
        var users = new LinkedHashMap<String, String>();
        USERS.forEach((name, roles) -> users.put(name, (HASH + " " + roles).strip()));
        guarded = new PenstockConnectionFactory(
                broker,
                JmsOptions.DEFAULT.withAccess(AccessControl.builder()
                        .users(Users.of(users))
                        .permissions(TABLE)
                        .build()));
        for (var prefix : List.of("own", "open")) {
            send(prefix + ".queue", "one", "two");
            try (var session = connection.createSession()) {
                session.createProducer(session.createTopic(prefix + ".topic")).close();
            }
        }
    }

    @AfterEach
    void closeAll() throws JMSException {
        for (var each : opened) {
            each.close();
        }
    }

    private Session session(String user) throws JMSException {
        var made = guarded.createConnection(user, "secret");
        opened.add(made);
        made.setClientID(user + opened.size());
        made.start();
        return made.createSession();
    }

    private static Map<String, Work> works() {
        var works = new LinkedHashMap<String, Work>();
        works.put(
                "send to a queue",
                (session, prefix) -> session.createProducer(session.createQueue(prefix + ".queue"))
                        .send(session.createTextMessage("x")));
        works.put(
                "send to a topic",
                (session, prefix) -> session.createProducer(session.createTopic(prefix + ".topic"))
                        .send(session.createTextMessage("x")));
        works.put(
                "receive",
                (session, prefix) -> session.createConsumer(session.createQueue(prefix + ".queue"))
                        .close());
        works.put(
                "receive with a selector",
                (session, prefix) -> session.createConsumer(session.createQueue(prefix + ".queue"), "x = 1")
                        .close());
        works.put(
                "subscribe",
                (session, prefix) -> session.createConsumer(session.createTopic(prefix + ".topic"))
                        .close());
        works.put(
                "subscribe durably",
                (session, prefix) -> session.createDurableSubscriber(session.createTopic(prefix + ".topic"), "durable")
                        .close());
        works.put(
                "share a subscription",
                (session, prefix) -> session.createSharedDurableConsumer(
                                session.createTopic(prefix + ".topic"), "shared")
                        .close());
        works.put(
                "browse",
                (session, prefix) -> assertThat(session.createBrowser(session.createQueue(prefix + ".queue"))
                                .getEnumeration()
                                .hasMoreElements())
                        .isTrue());
        return works;
    }

    /** Who may do it where the roles decide; where it is reserved, ada and the administrator may. */
    private static final Map<String, Set<String>> BY_ROLES = Map.of(
            "send to a queue", Set.of("root", "paul"),
            "send to a topic", Set.of("root", "paul"),
            "receive", Set.of("root", "carl"),
            "receive with a selector", Set.of("root", "carl"),
            "subscribe", Set.of("root", "carl"),
            "subscribe durably", Set.of("root", "carl"),
            "share a subscription", Set.of("root", "carl"),
            "browse", Set.of("root", "carl", "olga"));

    @TestFactory
    List<DynamicTest> shouldAllowEachUserWhatTheTableSays() {
        assertThat(BY_ROLES.keySet()).isEqualTo(works().keySet());
        var cells = new ArrayList<DynamicTest>();
        works().forEach((name, work) -> USERS.keySet().forEach(user -> {
            cells.add(cell(name, user, "own", work, Set.of("root", "ada").contains(user)));
            cells.add(cell(name, user, "open", work, BY_ROLES.get(name).contains(user)));
        }));
        return cells;
    }

    private DynamicTest cell(String name, String user, String prefix, Work work, boolean allowed) {
        return DynamicTest.dynamicTest(user + (allowed ? " may " : " may not ") + name + " at " + prefix, () -> {
            var session = session(user);
            if (allowed) {
                work.at(session, prefix);
            } else {
                assertThatThrownBy(() -> work.at(session, prefix))
                        .isInstanceOfSatisfying(
                                JMSSecurityException.class,
                                e -> assertThat(e.getErrorCode()).isEqualTo("ACCESS_DENIED"))
                        .hasMessageContaining("The user '" + user + "' may not");
            }
            session.close();
        });
    }

    @Test
    void shouldRefuseInATransactionAndLetTheRestOfItGoOn() throws Exception {
        var made = guarded.createConnection("paul", "secret");
        opened.add(made);
        try (var session = made.createSession(Session.SESSION_TRANSACTED)) {
            var allowed = session.createProducer(session.createQueue("open.queue"));
            allowed.send(session.createTextMessage("in time"));
            assertThatThrownBy(() -> session.createProducer(session.createQueue("own.queue"))
                            .send(session.createTextMessage("x")))
                    .isInstanceOf(JMSSecurityException.class);
            session.commit();
        }

        assertThat(waiting("open.queue")).isEqualTo(3);
        assertThat(waiting("own.queue")).isEqualTo(2);
    }

    @Test
    void shouldRefuseInAnXaBranch() throws Exception {
        try (var made = guarded.createXAConnection("paul", "secret");
                var session = made.createXASession()) {
            var branch = new Branch();
            session.getXAResource().start(branch, XAResource.TMNOFLAGS);
            assertThatThrownBy(() -> session.createProducer(session.createQueue("own.queue"))
                            .send(session.createTextMessage("x")))
                    .isInstanceOf(JMSSecurityException.class);
            session.createProducer(session.createQueue("open.queue")).send(session.createTextMessage("x"));
            session.getXAResource().end(branch, XAResource.TMSUCCESS);
            session.getXAResource().prepare(branch);
            session.getXAResource().commit(branch, false);
        }

        assertThat(waiting("open.queue")).isEqualTo(3);
        assertThat(waiting("own.queue")).isEqualTo(2);
    }

    private static final class Branch implements javax.transaction.xa.Xid {

        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {1};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {2};
        }
    }

    @Test
    void shouldLetAUserReplyToATemporaryQueueOfAnother() throws Exception {
        var asking = session("ada");
        var answering = session("eve");
        var replies = asking.createTemporaryQueue();
        var consumer = asking.createConsumer(replies);

        answering.createProducer((Queue) replies).send(answering.createTextMessage("here you are"));

        assertThat(consumer.receive(PATIENCE_MILLIS).getBody(String.class)).isEqualTo("here you are");
    }

    @Test
    void shouldNotDeclareForAUserWhatTheUserMayNotUse() throws Exception {
        var eve = session("eve");

        assertThatThrownBy(() -> eve.createProducer(eve.createQueue("own.new")))
                .isInstanceOf(JMSSecurityException.class);
        assertThat(broker.destination("own.new")).isEmpty();
        session("ada").createProducer(session("ada").createQueue("own.new")).close();
        assertThat(broker.destination("own.new")).isPresent();
    }

    @Test
    void shouldLetTheApplicationItselfDoEverything() throws JMSException {
        var own = guarded.createConnection();
        opened.add(own);
        try (var session = own.createSession()) {
            session.createProducer(session.createQueue("own.queue")).send(session.createTextMessage("x"));
            Topic topic = session.createTopic("own.topic");
            session.createConsumer(topic).close();
        }
        assertThat(waiting("own.queue")).isEqualTo(3);
    }
}

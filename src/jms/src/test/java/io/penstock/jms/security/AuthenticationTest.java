package io.penstock.jms.security;

import io.penstock.Destination;
import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;
import io.penstock.security.AccessControl;
import io.penstock.security.AuditRecord;
import io.penstock.security.UserFile;
import io.penstock.security.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who may connect (section 6.1.1). */
class AuthenticationTest extends JmsFixture {

    /** The hash of "secret" with few rounds, so that the test is quick. */
    private static final String HASH = "scram-sha-256:10000:c0JL6pKb8Cjhf9MxZHFtZw=="
            + ":iE2yyhzpdyuuz+72P+vSuQk77IO3YuKYV6PMtLVD7fg=:0bBnjwo/wOSVhOjjzLjrArWrtFw6LkQ0izN70nya8po=";

    private PenstockConnectionFactory factory(boolean anonymous) {
        return new PenstockConnectionFactory(
                broker, JmsOptions.DEFAULT.withAccess(access()).withAllowAnonymous(anonymous));
    }

    private static AccessControl access() {
        return AccessControl.builder()
                .users(Users.of(Map.of("ada", HASH + " producer,consumer")))
                .build();
    }

    @Test
    void shouldLetAConfiguredUserConnectAgainAndAgain() throws JMSException {
        var guarded = factory(false);

        guarded.createConnection("ada", "secret").close();
        guarded.createQueueConnection("ada", "secret").close();
        guarded.createTopicConnection("ada", "secret").close();
        try (var context = guarded.createContext("ada", "secret")) {
            context.createProducer().send(context.createQueue("orders"), "text");
        }

        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldRefuseAWrongPasswordAndAnUnknownUserInTheSameWords() throws JMSException {
        var guarded = factory(true);
        guarded.createConnection("ada", "secret").close();

        assertThatThrownBy(() -> guarded.createConnection("ada", "Secret"))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessage("The login of 'ada' is refused: the user is not known, or the password is wrong.");
        assertThatThrownBy(() -> guarded.createConnection("eve", "secret"))
                .isInstanceOfSatisfying(
                        JMSSecurityException.class,
                        e -> assertThat(e.getErrorCode()).isEqualTo("ACCESS_DENIED"))
                .hasMessage("The login of 'eve' is refused: the user is not known, or the password is wrong.");
        assertThatThrownBy(() -> guarded.createConnection("ada", null)).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> guarded.createContext("ada", "")).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory.createConnection("ada", "secret"))
                .as("a factory without users")
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldAllowAnonymousClientsUnlessThatIsDenied() throws JMSException {
        factory(true).createConnection().close();
        factory(true).createConnection(null, null).close();

        assertThatThrownBy(factory(false)::createConnection).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(factory(false)::createContext).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory(false).createConnection(null, "secret"))
                .isInstanceOf(JMSSecurityException.class);
    }

    /** A queue that a client makes by naming it is a change, whoever the broker takes the client for. */
    @Test
    void shouldAuditADestinationThatIsDeclaredSinceAUserNamedIt() {
        var audit = new ArrayList<AuditRecord>();
        var audited = new PenstockConnectionFactory(
                broker,
                JmsOptions.DEFAULT.withAccess(AccessControl.builder()
                        .users(Users.of(Map.of("ada", HASH + " producer")))
                        .audit(audit::add)
                        .build()));
        try (var context = audited.createContext("ada", "secret")) {
            context.createProducer().send(context.createQueue("new.one"), "text");
            context.createProducer().send(context.createQueue("new.one"), "text");
        }
        try (var context = audited.createContext()) {
            context.createProducer().send(context.createQueue("of.the.application"), "text");
        }

        assertThat(audit)
                .containsExactly(new AuditRecord(
                        "ada",
                        "",
                        "declare",
                        "new.one",
                        AuditRecord.DONE,
                        "a client of Jakarta Messaging has named it"));
    }

    @Test
    void shouldEndWhatAUserHasOpenWhenTheUserIsRemoved(@TempDir Path directory) throws Exception {
        var file = UserFile.at(directory.resolve("users.properties"));
        file.change(users -> Users.of(Map.of("ada", HASH + " producer,consumer")));
        var access = AccessControl.builder().file(file).build();
        var guarded = new PenstockConnectionFactory(broker, JmsOptions.DEFAULT.withAccess(access));
        try (var context = guarded.createContext("ada", "secret")) {
            var queue = context.createQueue("orders");
            var producer = context.createProducer();
            var consumer = context.createConsumer(queue);
            producer.send(queue, "one");
            assertThat(consumer.receiveBody(String.class, 60_000)).isEqualTo("one");

            file.change(users -> users.without("ada"));
            access.refresh();
            try (var others = factory.createContext()) {
                others.createProducer().send(queue, "two");
            }

            assertThatThrownBy(() -> producer.send(queue, "three")).isInstanceOf(JMSSecurityRuntimeException.class);
            assertThatThrownBy(() -> consumer.receive(60_000)).isInstanceOf(JMSRuntimeException.class);
        }
        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldRefuseToBrowseAnEmptyOrUnknownQueueAsAFullOne() throws JMSException {
        broker.declare(Destination.queue("empty").build());
        var guarded = new PenstockConnectionFactory(
                broker,
                JmsOptions.DEFAULT.withAccess(AccessControl.builder()
                        .users(Users.of(Map.of("paul", HASH + " producer")))
                        .build()));
        try (var context = guarded.createContext("paul", "secret")) {
            for (var name : List.of("empty", "unknown")) {
                assertThatThrownBy(() -> context.createBrowser(context.createQueue(name))
                                .getEnumeration()
                                .hasMoreElements())
                        .as(name)
                        .isInstanceOf(JMSSecurityException.class);
            }
        }
    }
}

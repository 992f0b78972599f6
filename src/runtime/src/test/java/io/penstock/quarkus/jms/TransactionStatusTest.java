package io.penstock.quarkus.jms;

import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.quarkus.jta.JtaBroker;
import io.penstock.quarkus.jta.ScriptedTransactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.stream.Stream;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Session;
import jakarta.transaction.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Every status that a JTA transaction can have, and every way in which its thread can work. */
class TransactionStatusTest {

    private static final long PATIENCE_MILLIS = 60_000;

    private enum Outcome {
        PART_OF_THE_TRANSACTION,
        AT_ONCE,
        REFUSED
    }

    private enum StatusRow {
        NONE(Status.STATUS_NO_TRANSACTION, Outcome.AT_ONCE),
        ACTIVE(Status.STATUS_ACTIVE, Outcome.PART_OF_THE_TRANSACTION),
        MARKED_ROLLBACK(Status.STATUS_MARKED_ROLLBACK, Outcome.REFUSED),
        PREPARING(Status.STATUS_PREPARING, Outcome.REFUSED),
        PREPARED(Status.STATUS_PREPARED, Outcome.REFUSED),
        COMMITTING(Status.STATUS_COMMITTING, Outcome.REFUSED),
        COMMITTED(Status.STATUS_COMMITTED, Outcome.AT_ONCE),
        ROLLING_BACK(Status.STATUS_ROLLING_BACK, Outcome.REFUSED),
        ROLLED_BACK(Status.STATUS_ROLLEDBACK, Outcome.REFUSED),
        UNKNOWN(Status.STATUS_UNKNOWN, Outcome.REFUSED);

        private final int status;
        private final Outcome outcome;

        StatusRow(int status, Outcome outcome) {
            this.status = status;
            this.outcome = outcome;
        }
    }

    /** Where a client's objects come from: made before the status, or in it. */
    private enum Way {
        CONTEXT_INSIDE,
        CONTEXT_BEFORE,
        TRANSACTED_CONTEXT_INSIDE,
        CONNECTION_INSIDE,
        CONNECTION_BEFORE,
        TRANSACTED_SESSION_INSIDE,
        QUEUE_SESSION_INSIDE,
        SESSION_BEFORE,
        LAZY_SESSION_BEFORE
    }

    @TempDir
    Path directory;

    private final ScriptedTransactions script = new ScriptedTransactions();
    private EmbeddedBroker broker;
    private ContainerConnectionFactory factory;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory)
                .withLog(LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50))));
        var transactions = script.transactions();
        factory = new ContainerConnectionFactory(
                new PenstockConnectionFactory(new JtaBroker(broker, transactions)), transactions::active, null, null);
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue("in"), "a");
            context.createConsumer(context.createQueue("out")).close();
        }
    }

    @AfterEach
    void close() {
        script.status = Status.STATUS_NO_TRANSACTION;
        broker.close();
    }

    static Stream<Arguments> cells() {
        return Stream.of(StatusRow.values())
                .flatMap(row -> Stream.of(Way.values()).map(way -> Arguments.of(row, way)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldSendAndReceiveAsTheStatusOfTheTransactionAllows(StatusRow row, Way way) throws Exception {
        switch (way) {
            case CONTEXT_INSIDE -> inContext(row, JMSContext.AUTO_ACKNOWLEDGE);
            case TRANSACTED_CONTEXT_INSIDE -> inContext(row, JMSContext.SESSION_TRANSACTED);
            case CONTEXT_BEFORE -> inContextBefore(row);
            case CONNECTION_INSIDE, CONNECTION_BEFORE -> inSession(row, way, false, Session.AUTO_ACKNOWLEDGE);
            case TRANSACTED_SESSION_INSIDE -> inSession(row, way, true, Session.SESSION_TRANSACTED);
            case QUEUE_SESSION_INSIDE -> inQueueSession(row);
            case SESSION_BEFORE -> inSessionBefore(row, Session.AUTO_ACKNOWLEDGE);
            case LAZY_SESSION_BEFORE -> inSessionBefore(row, Session.DUPS_OK_ACKNOWLEDGE);
        }
    }

    private interface Work {
        void run() throws JMSException;
    }

    private void inContext(StatusRow row, int mode) throws Exception {
        // Without a transaction a transacted context has one of its own, which is none of JTA's business.
        int asked = row.outcome == Outcome.AT_ONCE ? JMSContext.AUTO_ACKNOWLEDGE : mode;
        check(
                row,
                () -> {
                    try (var context = factory.createContext(asked)) {
                        context.createProducer().send(context.createQueue("out"), "b");
                    }
                },
                () -> {
                    try (var context = factory.createContext(asked)) {
                        received(context);
                    }
                });
    }

    private void inContextBefore(StatusRow row) throws Exception {
        try (var context = factory.createContext()) {
            var producer = context.createProducer();
            check(row, () -> producer.send(context.createQueue("out"), "b"), () -> received(context));
        }
    }

    private static void received(JMSContext context) {
        var consumer = context.createConsumer(context.createQueue("in"));
        assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("a");
    }

    private void inSession(StatusRow row, Way way, boolean transacted, int mode) throws Exception {
        boolean own = transacted && row.outcome != Outcome.AT_ONCE;
        try (var before = factory.createConnection()) {
            before.start();
            check(
                    row,
                    () -> {
                        try (var inside = factory.createConnection();
                                var session = (way == Way.CONNECTION_BEFORE ? before : inside)
                                        .createSession(own, own ? mode : Session.AUTO_ACKNOWLEDGE)) {
                            sent(session);
                        }
                    },
                    () -> {
                        try (var inside = factory.createConnection()) {
                            inside.start();
                            received((way == Way.CONNECTION_BEFORE ? before : inside)
                                    .createSession(own, own ? mode : Session.AUTO_ACKNOWLEDGE));
                        }
                    });
        }
    }

    private void inQueueSession(StatusRow row) throws Exception {
        try (var before = factory.createQueueConnection()) {
            before.start();
            check(
                    row,
                    () -> sent(before.createQueueSession(false, Session.AUTO_ACKNOWLEDGE)),
                    () -> received(before.createQueueSession(false, Session.AUTO_ACKNOWLEDGE)));
        }
    }

    private void inSessionBefore(StatusRow row, int mode) throws Exception {
        try (var connection = factory.createConnection();
                var session = connection.createSession(mode)) {
            connection.start();
            check(row, () -> sent(session), () -> {
                received(session);
                // Waits for the acknowledgement, which is under way.
                session.createBrowser(session.createQueue("in")).getEnumeration();
            });
        }
    }

    private static void sent(Session session) throws JMSException {
        session.createProducer(session.createQueue("out")).send(session.createTextMessage("b"));
    }

    private static void received(Session session) throws JMSException {
        var message = session.createConsumer(session.createQueue("in")).receive(PATIENCE_MILLIS);
        assertThat(message.getBody(String.class)).isEqualTo("a");
    }

    private void check(StatusRow row, Work send, Work receive) throws Exception {
        script.status = row.status;
        var notSent = catchThrowable(send::run);
        var notReceived = catchThrowable(receive::run);
        script.status = Status.STATUS_NO_TRANSACTION;
        if (row.outcome == Outcome.REFUSED) {
            assertThat(notSent).isInstanceOfAny(JMSException.class, JMSRuntimeException.class);
            assertThat(notSent).hasMessageContaining("JTA transaction of this thread");
            assertThat(notReceived).isInstanceOfAny(JMSException.class, JMSRuntimeException.class);
            assertThat(notReceived).hasMessageContaining("JTA transaction of this thread");
        } else {
            assertThat(notSent).isNull();
            assertThat(notReceived).isNull();
        }
        boolean atOnce = row.outcome == Outcome.AT_ONCE;
        assertThat(waiting("out")).isEqualTo(atOnce ? 1 : 0);
        assertThat(waiting("in")).isEqualTo(atOnce ? 0 : 1);
        script.rollback();
        assertThat(waiting("out")).isEqualTo(atOnce ? 1 : 0);
        assertThat(waiting("in")).isEqualTo(atOnce ? 0 : 1);
    }

    /**
     * Section 12.4 makes of it what a transacted session would: it has been received, and a roll-back gives it back.
     */
    @Test
    void shouldMakeABodyOfAnotherTypePartOfTheTransaction() throws Exception {
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue("in"), "b");
            script.status = Status.STATUS_ACTIVE;
            var consumer = context.createConsumer(context.createQueue("in"));
            assertThat(catchThrowable(() -> consumer.receiveBody(byte[].class, PATIENCE_MILLIS)))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("b");
            script.status = Status.STATUS_NO_TRANSACTION;
            script.rollback();
            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("a");
        }
    }

    /** The broker itself knows nothing of JTA: who sends by it means a message that happens, whatever else does not. */
    @ParameterizedTest
    @MethodSource("rows")
    void shouldSendAtOnceByTheBrokerItself(StatusRow row) {
        script.status = row.status;
        broker.send(Message.to("out").body("b").build());
        assertThat(waiting("out")).isEqualTo(1);
    }

    static Stream<StatusRow> rows() {
        return Stream.of(StatusRow.values());
    }

    private long waiting(String queue) {
        return broker.statistics(queue).subscriptions().get(0).waiting();
    }
}

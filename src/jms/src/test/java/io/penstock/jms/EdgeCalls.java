package io.penstock.jms;

import io.penstock.conformance.tool.EdgeValues;

import java.util.Random;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/** Random calls with {@link EdgeValues}. Each works, or fails with an exception that the specification knows. */
final class EdgeCalls implements AutoCloseable {

    /** What receives from it has a message waiting, so that whoever waits for ever does not. */
    private static final String READY = "ready";

    private final PenstockConnectionFactory factory;
    private final EdgeValues values;
    private final Random random;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private int sent;

    EdgeCalls(PenstockConnectionFactory factory, EdgeValues values, Random random) throws JMSException {
        this.factory = factory;
        this.values = values;
        this.random = random;
        connection = factory.createConnection();
        connection.setClientID("edges" + random.nextLong());
        connection.start();
        session = connection.createSession();
        producer = session.createProducer(null);
    }

    /** A call that may fail. */
    private interface Call {
        void run() throws JMSException;
    }

    void any() {
        switch (random.nextInt(8)) {
            case 0 -> check(this::configure);
            case 1, 2 -> check(this::send);
            case 3 -> check(this::consume);
            case 4 -> check(this::subscribe);
            case 5 -> check(this::receive);
            case 6 -> check(this::connect);
            default -> check(this::context);
        }
    }

    private static void check(Call call) {
        try {
            call.run();
        } catch (JMSException e) {
            requireExplained(e, e.getErrorCode());
        } catch (JMSRuntimeException e) {
            requireExplained(e, e.getErrorCode());
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            // Section 3.5 and the signatures of some methods ask for these.
            requireExplained(e, "");
        }
    }

    private static void requireExplained(Exception failure, String code) {
        if (failure.getMessage() == null || failure.getMessage().isBlank() || "INTERNAL".equals(code)) {
            throw new AssertionError("Refused without a reason that helps.", failure);
        }
    }

    private void configure() throws JMSException {
        switch (random.nextInt(4)) {
            case 0 -> producer.setTimeToLive(values.large());
            case 1 -> producer.setDeliveryDelay(values.large());
            case 2 -> producer.setPriority(values.number());
            default -> producer.setDeliveryMode(values.number());
        }
    }

    private void send() throws JMSException {
        var destination =
                random.nextBoolean() ? session.createQueue(values.name()) : session.createTopic(values.name());
        var message = session.createTextMessage(values.text());
        for (int i = random.nextInt(4); i > 0; i--) {
            check(() -> property(message));
        }
        check(() -> header(message));
        if (random.nextBoolean()) {
            producer.send(destination, message);
        } else {
            producer.send(destination, message, values.number(), values.number(), values.large());
        }
    }

    private void property(Message message) throws JMSException {
        String name = values.once(4) ? values.text() : values.header();
        switch (random.nextInt(5)) {
            case 0 -> message.setStringProperty(name, values.once(4) ? null : values.text());
            case 1 -> message.setLongProperty(name, values.large());
            case 2 -> message.setDoubleProperty(name, values.factor());
            case 3 -> message.setIntProperty(name, values.number());
            default ->
                message.setObjectProperty(
                        name,
                        switch (random.nextInt(6)) {
                            case 0 -> null;
                            case 1 -> values.bytes();
                            case 2 -> values.large();
                            case 3 -> (float) values.factor();
                            case 4 -> (byte) values.number();
                            default -> values.instant();
                        });
        }
    }

    private void header(Message message) throws JMSException {
        switch (random.nextInt(8)) {
            case 0 -> message.setJMSCorrelationID(values.once(4) ? null : values.text());
            case 1 -> message.setJMSCorrelationIDAsBytes(values.bytes());
            case 2 -> message.setJMSType(values.once(4) ? null : values.text());
            case 3 -> message.setJMSReplyTo(values.once(4) ? null : session.createQueue(values.name()));
            case 4 -> message.setJMSExpiration(values.large());
            case 5 -> message.setJMSPriority(values.number());
            case 6 -> message.setJMSTimestamp(values.large());
            default -> message.setJMSDeliveryTime(values.large());
        }
    }

    private void consume() throws JMSException {
        Queue queue = session.createQueue(values.name());
        String selector = values.once(8) ? null : values.filter();
        if (random.nextBoolean()) {
            try (var browser = session.createBrowser(queue, selector)) {
                for (var messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                    messages.nextElement();
                }
            }
        } else {
            try (var consumer = session.createConsumer(queue, selector)) {
                consumer.receiveNoWait();
            }
        }
    }

    private void subscribe() throws JMSException {
        var topic = session.createTopic(values.name());
        String name = values.once(8) ? null : values.once(3) ? values.text() : values.name();
        String selector = values.once(3) ? values.filter() : null;
        switch (random.nextInt(6)) {
            case 0 ->
                session.createDurableConsumer(topic, name, selector, random.nextBoolean())
                        .close();
            case 1 -> session.createSharedConsumer(topic, name, selector).close();
            case 2 -> session.createSharedDurableConsumer(topic, name, selector).close();
            case 3 ->
                session.createConsumer(topic, selector, random.nextBoolean()).close();
            case 4 -> session.createDurableSubscriber(topic, name).close();
            default -> session.unsubscribe(name);
        }
    }

    /** However long it may wait: a message is there. */
    private void receive() throws JMSException {
        var queue = session.createQueue(READY);
        String text = "ready" + sent++;
        try (var own = session.createProducer(queue);
                var consumer = session.createConsumer(queue)) {
            own.send(session.createTextMessage(text));
            long millis = values.large();
            if (millis < 0) {
                check(() -> consumer.receive(millis));
            }
            // It may be on its way for longer than a short time.
            var message = consumer.receive(millis > JmsFixture.PATIENCE_MILLIS ? millis : 0);
            if (!(message instanceof TextMessage found) || !found.getText().equals(text)) {
                throw new AssertionError("receive(" + millis + ") gave " + message);
            }
        }
    }

    private void connect() throws JMSException {
        try (var other = factory.createConnection()) {
            if (random.nextBoolean()) {
                other.setClientID(values.once(8) ? null : values.once(2) ? values.text() : values.name());
            }
            if (random.nextBoolean()) {
                other.createSession(values.number()).close();
            }
            other.start();
        }
    }

    private void context() {
        try (var context = factory.createContext(values.once(3) ? values.number() : JMSContext.AUTO_ACKNOWLEDGE)) {
            var sender = context.createProducer();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                check(() -> {
                    switch (random.nextInt(7)) {
                        case 0 -> sender.setTimeToLive(values.large());
                        case 1 -> sender.setDeliveryDelay(values.large());
                        case 2 -> sender.setPriority(values.number());
                        case 3 -> sender.setDeliveryMode(values.number());
                        case 4 -> sender.setJMSType(values.text());
                        case 5 -> sender.setJMSCorrelationIDAsBytes(values.bytes());
                        default -> sender.setProperty(values.header(), values.text());
                    }
                });
            }
            sender.send(context.createQueue(values.name()), values.text());
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}

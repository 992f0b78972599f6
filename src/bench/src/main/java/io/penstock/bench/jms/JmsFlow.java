package io.penstock.bench.jms;

import io.penstock.bench.measure.Meter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** What producers and consumers of one load do, through the interfaces of Jakarta Messaging alone. */
final class JmsFlow {

    /** Messages sent and not received yet: so many that a consumer never starves, so few that all are young. */
    private static final int MAX_IN_FLIGHT = 10_000;

    private static final long LOOK_MILLIS = 100;

    private static final String NAME = "bench";

    private final JmsLoad load;
    private final Meter meter;
    private final ConnectionFactory factory;
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);

    JmsFlow(JmsLoad load, Meter meter, ConnectionFactory factory) {
        this.load = load;
        this.meter = meter;
        this.factory = factory;
    }

    private Destination destination(Session session) throws JMSException {
        return load.way() == JmsLoad.Way.TOPIC ? session.createTopic(NAME) : session.createQueue(NAME);
    }

    private int mode() {
        return load.isTransacted() ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE;
    }

    /** Sends until the scenario stops. */
    void produce() {
        try (var connection = factory.createConnection();
                var session = connection.createSession(mode())) {
            var producer = session.createProducer(destination(session));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            var listener = load.way() == JmsLoad.Way.ASYNC ? new Told() : null;
            while (acquired()) {
                long began = System.nanoTime();
                for (int i = 0; i < load.together(); i++) {
                    send(session, producer, listener);
                }
                if (load.isTransacted()) {
                    session.commit();
                }
                if (listener == null) {
                    meter.took(System.nanoTime() - began);
                }
            }
        } catch (JMSException | InterruptedException | RuntimeException | Error e) {
            failed(e);
        }
    }

    private boolean acquired() throws InterruptedException {
        while (!meter.isStopped()) {
            if (inFlight.tryAcquire(load.together() * load.copies(), LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private static void send(Session session, MessageProducer producer, CompletionListener listener)
            throws JMSException {
        var message = session.createBytesMessage();
        message.writeBytes(new byte[JmsLoad.PAYLOAD_BYTES]);
        if (listener == null) {
            producer.send(message);
        } else {
            producer.send(message, listener);
        }
    }

    /** One for each consumer, which exists and is subscribed when this returns. */
    List<Runnable> consumers() {
        var consumers = new ArrayList<Runnable>();
        try {
            for (int i = 0; i < load.workers(); i++) {
                var connection = factory.createConnection();
                if (load.way() == JmsLoad.Way.TOPIC) {
                    connection.setClientID(NAME + "-" + i);
                }
                var session = connection.createSession(mode());
                var destination = destination(session);
                var consumer = destination instanceof jakarta.jms.Topic topic
                        ? session.createDurableConsumer(topic, NAME)
                        : session.createConsumer(destination);
                consumers.add(() -> consume(connection, session, consumer));
            }
        } catch (JMSException e) {
            throw new IllegalStateException("The consumers cannot be made: " + e.getMessage(), e);
        }
        return consumers;
    }

    private void consume(Connection connection, Session session, MessageConsumer consumer) {
        try (connection) {
            connection.start();
            int received = 0;
            while (!meter.isStopped()) {
                if (consumer.receive(LOOK_MILLIS) == null) {
                    continue;
                }
                received++;
                if (received == load.together()) {
                    if (load.isTransacted()) {
                        session.commit();
                    }
                    meter.completed(received);
                    inFlight.release(received);
                    received = 0;
                }
            }
        } catch (JMSException | RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        if (!meter.isStopped()) {
            meter.failed(cause);
        }
    }

    private final class Told implements CompletionListener {

        @Override
        public void onCompletion(Message message) {
            // What counts is that it was received.
        }

        @Override
        public void onException(Message message, Exception cause) {
            failed(cause);
        }
    }
}

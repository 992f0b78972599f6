package io.penstock.jms;

import io.penstock.jms.spec.ErrorCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A random program of calls on two sessions of one connection, two queues, of which one may be temporary, and one
 * durable subscription of a topic, shared or not. The result of each call is compared with what the model says.
 */
final class SessionsProgram {

    /** A message that chance has given back twenty times, and so made a dead letter, will not be seen. */
    private static final int STEPS = 60;

    private static final int TOPIC = 2;
    private static final int CHANNELS = 3;

    /** Long enough for what could be there: nothing that a passing program waits for. */
    private static final long GLANCE_MILLIS = 1;

    private static final class Client {
        final int number;
        final MessageConsumer[] consumers = new MessageConsumer[CHANNELS];
        final boolean[] redOnly = new boolean[CHANNELS];
        Session session;
        Message last;

        Client(int number) {
            this.number = number;
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws JMSException;
    }

    private final Connection connection;
    private final boolean competing;
    private final String name;
    private final Random random;
    private final SessionsModel model;
    private final List<Destination> destinations = new ArrayList<>();
    private final boolean sharedSubscription;

    /** The channels that are used, some more than others. */
    private final int[] busy;

    private final Client[] clients = {new Client(0), new Client(1)};
    private final List<String> trace = new ArrayList<>();
    private int sent;

    /**
     * @param competing whether both sessions consume from the same destinations; then the connection must not prefetch,
     *     so that it is certain which one gets what. Otherwise each destination is one session's
     * @param name of no other program on this broker
     */
    SessionsProgram(Connection connection, boolean competing, String name, long seed) {
        this.name = name;
        this.connection = connection;
        this.competing = competing;
        random = new Random(seed);
        model = new SessionsModel(!competing, CHANNELS, clients.length);
        sharedSubscription = random.nextBoolean();
        busy = random.ints(1 + random.nextInt(4), 0, CHANNELS).toArray();
    }

    void run() throws JMSException {
        try {
            begin();
            for (int step = 0; step < STEPS; step++) {
                step(clients[random.nextInt(clients.length)]);
            }
            end();
        } catch (AssertionError | JMSException | RuntimeException e) {
            throw new AssertionError(String.join("\n", trace), e);
        }
    }

    private void begin() throws JMSException {
        try (var session = connection.createSession()) {
            destinations.add(session.createQueue(name + "-a"));
            destinations.add(random.nextBoolean() ? session.createQueue(name + "-b") : session.createTemporaryQueue());
            destinations.add(session.createTopic(name + "-c"));
            subscribe(session).close();
        }
        for (var client : clients) {
            open(client);
        }
    }

    private void step(Client client) throws JMSException {
        int chance = random.nextInt(100);
        if (chance < 25) {
            send(client);
        } else if (chance < 58) {
            receive(client, channelOf(client));
        } else if (chance < 66) {
            acknowledge(client);
        } else if (chance < 74) {
            allowedOrNot(client, "commit", model.commit(client.number), client.session::commit);
        } else if (chance < 80) {
            allowedOrNot(client, "rollback", model.rollback(client.number), client.session::rollback);
        } else if (chance < 86) {
            allowedOrNot(client, "recover", model.recover(client.number), client.session::recover);
        } else if (chance < 95) {
            close(client, channelOf(client));
        } else {
            close(client);
            open(client);
        }
    }

    /** Nobody is left with anything after this, and nothing is left that the model does not know. */
    private void end() throws JMSException {
        for (var client : clients) {
            close(client);
        }
        var heir = clients[0];
        open(heir, Session.AUTO_ACKNOWLEDGE);
        for (int channel = 0; channel < CHANNELS; channel++) {
            join(heir, channel, false);
            boolean more = true;
            while (more) {
                more = receiveOne(heir, channel);
            }
            close(heir, channel);
        }
        heir.session.unsubscribe(name);
        if (destinations.get(1) instanceof TemporaryQueue temporary) {
            temporary.delete();
        }
        close(heir);
    }

    private int channelOf(Client client) {
        if (competing) {
            return busy[random.nextInt(busy.length)];
        }
        return client.number == 0 && random.nextBoolean() ? TOPIC : client.number;
    }

    private void open(Client client) throws JMSException {
        open(client, random.nextInt(Session.DUPS_OK_ACKNOWLEDGE + 1));
    }

    private void open(Client client, int mode) throws JMSException {
        trace.add("open session " + client.number + " in mode " + mode);
        client.session = connection.createSession(mode);
        model.open(client.number, mode);
    }

    private void close(Client client) throws JMSException {
        trace.add("close session " + client.number);
        client.session.close();
        client.last = null;
        for (int channel = 0; channel < CHANNELS; channel++) {
            client.consumers[channel] = null;
        }
        model.close(client.number);
    }

    private void close(Client client, int channel) throws JMSException {
        if (client.consumers[channel] != null) {
            trace.add("close consumer " + client.number + " of " + channel);
            client.consumers[channel].close();
            client.consumers[channel] = null;
            model.closeConsumer(client.number, channel);
        }
    }

    private void send(Client client) throws JMSException {
        int channel = busy[random.nextInt(busy.length)];
        try (var producer = client.session.createProducer(destinations.get(channel))) {
            for (int count = burst(); count > 0; count--) {
                var letter = new SessionsModel.Letter("m" + sent++, random.nextBoolean());
                trace.add("send " + letter.text + (letter.red ? ", red," : "") + " to " + channel + " in "
                        + client.number);
                var message = client.session.createTextMessage(letter.text);
                message.setBooleanProperty("red", letter.red);
                producer.send(message);
                model.send(client.number, channel, letter);
            }
        }
    }

    private int burst() {
        return 1 + random.nextInt(competing ? 3 : 30);
    }

    private void acknowledge(Client client) throws JMSException {
        if (client.last != null) {
            trace.add("acknowledge in " + client.number);
            client.last.acknowledge();
            model.acknowledge(client.number);
        }
    }

    private void allowedOrNot(Client client, String name, boolean allowed, Call call) throws JMSException {
        trace.add(name + " in " + client.number);
        if (allowed) {
            call.run();
        } else {
            assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class);
        }
    }

    private void receive(Client client, int channel) throws JMSException {
        if (client.consumers[channel] == null && !mayJoin(channel)) {
            trace.add("join the subscription, which has a consumer, in " + client.number);
            assertThatThrownBy(() -> subscribe(client.session))
                    .isInstanceOfSatisfying(
                            JMSException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(ErrorCode.SUBSCRIPTION_CONFLICT.name()));
            return;
        }
        if (client.consumers[channel] == null) {
            join(client, channel, channel != TOPIC && random.nextInt(3) == 0);
        }
        int count = burst();
        while (receiveOne(client, channel) && count > 1) {
            count--;
        }
    }

    private boolean mayJoin(int channel) {
        return channel != TOPIC
                || sharedSubscription
                || clients[0].consumers[TOPIC] == null && clients[1].consumers[TOPIC] == null;
    }

    private void join(Client client, int channel, boolean redOnly) throws JMSException {
        trace.add("open consumer " + client.number + " of " + channel + (redOnly ? ", only red" : ""));
        client.redOnly[channel] = redOnly;
        client.consumers[channel] = channel == TOPIC
                ? subscribe(client.session)
                : client.session.createConsumer(destinations.get(channel), redOnly ? "red" : null);
    }

    private MessageConsumer subscribe(Session session) throws JMSException {
        var topic = (Topic) destinations.get(TOPIC);
        return sharedSubscription
                ? session.createSharedDurableConsumer(topic, name)
                : session.createDurableConsumer(topic, name);
    }

    /** Returns whether there was something to receive. */
    private boolean receiveOne(Client client, int channel) throws JMSException {
        var expected = model.next(channel, client.redOnly[channel]);
        trace.add("receive in " + client.number + " from " + channel + ": " + expected);
        var consumer = client.consumers[channel];
        if (expected == null) {
            assertThat(describe(glance(consumer, channel))).isEqualTo("nothing");
            return false;
        }
        // A busy machine may be late for receiveNoWait, which is allowed to come back with nothing then.
        var early = random.nextBoolean() ? consumer.receiveNoWait() : null;
        var message = early == null ? consumer.receive(JmsFixture.PATIENCE_MILLIS) : early;
        assertThat(describe(message)).startsWith(expected.text + " ");
        int deliveries = message.getIntProperty("JMSXDeliveryCount");
        assertThat(expected.mayCount(deliveries)).as("%s", describe(message)).isTrue();
        assertThat(message.getJMSRedelivered()).isEqualTo(deliveries > 1);
        model.received(client.number, channel, expected, deliveries);
        client.last = message;
        return true;
    }

    /**
     * Where there is something for others, receiveNoWait takes the time for a closer look, and many of them take long.
     */
    private Message glance(MessageConsumer consumer, int channel) throws JMSException {
        return !model.hasSomething(channel) && random.nextBoolean()
                ? consumer.receiveNoWait()
                : consumer.receive(GLANCE_MILLIS);
    }

    private static String describe(Message message) throws JMSException {
        return message == null
                ? "nothing"
                : ((TextMessage) message).getText() + " with count " + message.getIntProperty("JMSXDeliveryCount");
    }
}

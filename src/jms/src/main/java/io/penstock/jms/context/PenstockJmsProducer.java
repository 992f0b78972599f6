package io.penstock.jms.context;

import io.penstock.jms.message.PenstockMessage;
import io.penstock.jms.session.PenstockSession;
import io.penstock.jms.session.SendOptions;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.Unchecked;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;

/**
 * Sends messages for the simplified API. It is cheap to make, and puts what is set on it onto each message that it
 * sends.
 */
final class PenstockJmsProducer implements JMSProducer {

    private final PenstockSession session;

    /** The header fields and properties for each message. A field that was not set leaves the message's own. */
    private final PenstockMessage template = new PenstockMessage();

    private SendOptions options = SendOptions.DEFAULT;
    private CompletionListener completionListener;
    private boolean withoutMessageId;
    private boolean withoutTimestamp;

    PenstockJmsProducer(PenstockSession session) {
        this.session = session;
    }

    @FunctionalInterface
    private interface Options {
        SendOptions change() throws JMSException;
    }

    private PenstockJmsProducer with(Options change) {
        options = Unchecked.call(change::change);
        return this;
    }

    private PenstockJmsProducer property(String name, Object value) {
        Unchecked.run(() -> template.setObjectProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, Message message) {
        Unchecked.run(() -> {
            if (session.isClosed()) {
                throw Failures.closed("context");
            }
            if (message == null) {
                throw Failures.format("There is no message to send.");
            }
            apply(message);
            if (completionListener == null) {
                session.outbox().send(message, destination, options);
            } else {
                session.outbox().send(message, destination, options, completionListener);
            }
        });
        return this;
    }

    private void apply(Message message) throws JMSException {
        for (var property : template.properties().asMap().entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        if (template.getJMSCorrelationIDAsBytes() != null) {
            message.setJMSCorrelationID(template.getJMSCorrelationID());
            if (message instanceof PenstockMessage own) {
                own.setJMSCorrelationIDAsBytes(template.getJMSCorrelationIDAsBytes());
            }
        }
        if (template.getJMSType() != null) {
            message.setJMSType(template.getJMSType());
        }
        if (template.getJMSReplyTo() != null) {
            message.setJMSReplyTo(template.getJMSReplyTo());
        }
    }

    @Override
    public JMSProducer send(Destination destination, String body) {
        return send(destination, Unchecked.call(() -> session.createTextMessage(body)));
    }

    @Override
    public JMSProducer send(Destination destination, Map<String, Object> body) {
        return send(destination, Unchecked.call(() -> {
            var message = session.createMapMessage();
            for (var entry : body == null ? Set.<Map.Entry<String, Object>>of() : body.entrySet()) {
                message.setObject(entry.getKey(), entry.getValue());
            }
            return message;
        }));
    }

    @Override
    public JMSProducer send(Destination destination, byte[] body) {
        return send(destination, Unchecked.call(() -> {
            var message = session.createBytesMessage();
            message.writeBytes(body == null ? new byte[0] : body);
            return message;
        }));
    }

    @Override
    public JMSProducer send(Destination destination, Serializable body) {
        return send(destination, Unchecked.call(() -> session.createObjectMessage(body)));
    }

    /** Keeps this hint without effect: every message gets its id. */
    @Override
    public JMSProducer setDisableMessageID(boolean disabled) {
        withoutMessageId = disabled;
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return withoutMessageId;
    }

    /** Keeps this hint without effect. */
    @Override
    public JMSProducer setDisableMessageTimestamp(boolean disabled) {
        withoutTimestamp = disabled;
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return withoutTimestamp;
    }

    @Override
    public JMSProducer setDeliveryMode(int mode) {
        return with(() -> options.withDeliveryMode(mode));
    }

    @Override
    public int getDeliveryMode() {
        return options.deliveryMode();
    }

    @Override
    public JMSProducer setPriority(int priority) {
        return with(() -> options.withPriority(priority));
    }

    @Override
    public int getPriority() {
        return options.priority();
    }

    @Override
    public JMSProducer setTimeToLive(long lifeMillis) {
        return with(() -> options.withTimeToLive(lifeMillis));
    }

    @Override
    public long getTimeToLive() {
        return options.timeToLiveMillis();
    }

    @Override
    public JMSProducer setDeliveryDelay(long delayMillis) {
        return with(() -> options.withDeliveryDelay(delayMillis));
    }

    @Override
    public long getDeliveryDelay() {
        return options.deliveryDelayMillis();
    }

    @Override
    public JMSProducer setAsync(CompletionListener listener) {
        completionListener = listener;
        return this;
    }

    @Override
    public CompletionListener getAsync() {
        return completionListener;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return property(name, value);
    }

    @Override
    public JMSProducer setProperty(String name, Object value) {
        return property(name, value);
    }

    @Override
    public JMSProducer clearProperties() {
        template.clearProperties();
        return this;
    }

    @Override
    public boolean propertyExists(String name) {
        return template.propertyExists(name);
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return Unchecked.call(() -> template.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return Unchecked.call(() -> template.getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return Unchecked.call(() -> template.getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return Unchecked.call(() -> template.getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return Unchecked.call(() -> template.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return Unchecked.call(() -> template.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return Unchecked.call(() -> template.getDoubleProperty(name));
    }

    @Override
    public String getStringProperty(String name) {
        return Unchecked.call(() -> template.getStringProperty(name));
    }

    @Override
    public Object getObjectProperty(String name) {
        return template.getObjectProperty(name);
    }

    @Override
    public Set<String> getPropertyNames() {
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(template.properties().asMap().keySet()));
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] correlation) {
        template.setJMSCorrelationIDAsBytes(correlation);
        return this;
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return template.getJMSCorrelationIDAsBytes();
    }

    @Override
    public JMSProducer setJMSCorrelationID(String correlation) {
        Unchecked.run(() -> template.setJMSCorrelationID(correlation));
        return this;
    }

    @Override
    public String getJMSCorrelationID() {
        return template.getJMSCorrelationID();
    }

    @Override
    public JMSProducer setJMSType(String type) {
        template.setJMSType(type);
        return this;
    }

    @Override
    public String getJMSType() {
        return template.getJMSType();
    }

    @Override
    public JMSProducer setJMSReplyTo(Destination answerTo) {
        template.setJMSReplyTo(answerTo);
        return this;
    }

    @Override
    public Destination getJMSReplyTo() {
        return template.getJMSReplyTo();
    }
}

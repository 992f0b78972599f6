package io.penstock.jms.context;

import io.penstock.jms.session.PenstockConsumer;
import io.penstock.jms.spec.Unchecked;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Receives messages for the simplified API. */
final class PenstockJmsConsumer implements JMSConsumer {

    private final PenstockConsumer consumer;

    PenstockJmsConsumer(PenstockConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public String getMessageSelector() {
        return Unchecked.call(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return Unchecked.call(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        Unchecked.run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public Message receive() {
        return Unchecked.call(consumer::receive);
    }

    @Override
    public Message receive(long timeoutMillis) {
        return Unchecked.call(() -> consumer.receive(timeoutMillis));
    }

    @Override
    public Message receiveNoWait() {
        return Unchecked.call(consumer::receiveNoWait);
    }

    @Override
    public void close() {
        Unchecked.run(consumer::close);
    }

    @Override
    public <T> T receiveBody(Class<T> type) {
        return receiveBody(type, 0);
    }

    @Override
    public <T> T receiveBody(Class<T> type, long timeoutMillis) {
        return Unchecked.call(() -> consumer.receiveBody(timeoutMillis, type));
    }

    @Override
    public <T> T receiveBodyNoWait(Class<T> type) {
        return Unchecked.call(() -> consumer.receiveBodyNoWait(type));
    }
}

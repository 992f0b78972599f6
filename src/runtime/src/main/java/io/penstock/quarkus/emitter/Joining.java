package io.penstock.quarkus.emitter;

import io.penstock.Broker;
import io.penstock.quarkus.jta.JtaTransactions;
import org.eclipse.microprofile.reactive.messaging.Message;

import jakarta.jms.IllegalStateRuntimeException;

/**
 * Finds the transaction that a message belongs to: that of the thread on which it is emitted, unless it was sent
 * through an emitter that stays outside.
 *
 * @param broker the one that takes no part in transactions by itself
 */
record Joining(Broker broker, JtaTransactions transactions) {

    /**
     * The message that takes part in the transaction of the calling thread, which has not begun its way yet; null if
     * there is no transaction to take part in.
     *
     * @throws IllegalStateRuntimeException if the thread has a transaction that takes no more work
     */
    EmittedMessage begin(Message<?> message) {
        if (!transactions.present() || Outside.has(message) || !transactions.active()) {
            return null;
        }
        return new EmittedMessage(
                transactions.branch(broker), transactions.shared(EmittedMessages.class, this::newMessages));
    }

    private EmittedMessages newMessages() {
        var messages = new EmittedMessages(EmittedMessages.LIMIT);
        transactions.beforeCommit(messages::beforeCommit);
        return messages;
    }
}

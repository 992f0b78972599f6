package io.penstock.jms.spec;

import jakarta.jms.JMSException;

/**
 * Says what a connection or session may be used for: queues, topics or both. The interfaces of JMS 1.0 know one of them
 * each (section 9.2).
 */
public enum Domain {
    ANY,
    QUEUES,
    TOPICS;

    public void requireQueues() throws JMSException {
        if (this == TOPICS) {
            throw Failures.illegalState("A TopicSession or TopicConnection has no queues.");
        }
    }

    public void requireTopics() throws JMSException {
        if (this == QUEUES) {
            throw Failures.illegalState("A QueueSession or QueueConnection has no topics.");
        }
    }
}

package io.penstock.jms;

import jakarta.jms.JMSException;

/** What a connection or session may be used for: those of the older interfaces know one model each (section 9.2). */
enum Domain {
    ANY,
    QUEUES,
    TOPICS;

    void requireQueues() throws JMSException {
        if (this == TOPICS) {
            throw Failures.illegalState("A TopicSession or TopicConnection has no queues.");
        }
    }

    void requireTopics() throws JMSException {
        if (this == QUEUES) {
            throw Failures.illegalState("A QueueSession or QueueConnection has no topics.");
        }
    }
}

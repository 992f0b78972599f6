package io.penstock.jms;

import jakarta.jms.JMSException;

/** What a session may be used for: the sessions of the older interfaces know one of the two models (section 6.2). */
enum Domain {
    ANY,
    QUEUES,
    TOPICS;

    void requireQueues() throws JMSException {
        if (this == TOPICS) {
            throw Failures.illegalState("A TopicSession has no queues.");
        }
    }

    void requireTopics() throws JMSException {
        if (this == QUEUES) {
            throw Failures.illegalState("A QueueSession has no topics.");
        }
    }
}

package io.penstock.jms.session;

import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.message.PenstockMessage;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.subscription.Selector;

import java.util.Enumeration;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;

/** Shows the messages of a queue without consuming them (section 4.1). */
final class PenstockBrowser implements QueueBrowser {

    private final PenstockSession session;
    private final PenstockQueue queue;
    private final Selector selector;
    private boolean closed;

    PenstockBrowser(PenstockSession session, PenstockQueue queue, Selector selector) {
        this.session = session;
        this.queue = queue;
        this.selector = selector;
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen();
        return queue;
    }

    @Override
    public String getMessageSelector() throws JMSException {
        requireOpen();
        return selector.text();
    }

    /**
     * Begins another look at the queue. It reads page by page, so messages that come and go meanwhile may be seen or
     * not.
     */
    @Override
    public Enumeration<PenstockMessage> getEnumeration() throws JMSException {
        requireOpen();
        // Messages that this session has received and acknowledged must not be seen any more.
        session.work().awaitAcceptances();
        try {
            return new QueuePages(session.provider(), queue, selector).begun();
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() throws JMSException {
        if (closed || session.isClosed()) {
            throw Failures.closed("browser");
        }
    }
}

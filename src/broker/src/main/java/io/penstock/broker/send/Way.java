package io.penstock.broker.send;

import io.penstock.Message;

import java.util.List;

/**
 * Chooses how messages get into the log: as one record, all in one append, in whole batches, or each by itself. The
 * choice is made here and nowhere else.
 */
enum Way {

    /** The message is one record and nothing else. */
    PLAIN,

    /**
     * All messages are written in one append, with all copies by exchanges, once their ids are claimed and there is
     * room; or none is.
     */
    ATOMIC,

    /** Records and nothing else, in whole batches in one append. */
    TOGETHER,

    /** Each message is sent by itself: some may be written though others are refused. */
    EACH;

    static Way of(PreparedMessage message) {
        boolean isPlain = message.unique() == null && message.exchange() == null && !message.isLimited();
        return isPlain ? PLAIN : ATOMIC;
    }

    static Way of(List<Message> messages, Preparation preparation) {
        boolean arePlain = messages.stream().allMatch(preparation::isPlain);
        // An exchange may lead to destinations with limits, or nowhere: all together, or nothing.
        if (messages.stream()
                .anyMatch(each -> preparation.isLimited(each) || !arePlain && preparation.isRouted(each))) {
            return ATOMIC;
        }
        return arePlain ? TOGETHER : EACH;
    }
}

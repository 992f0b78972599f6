package io.penstock.broker.send;

import io.penstock.Message;

import java.util.List;

/**
 * Chooses how messages get into the log: as one record, all in one append, in whole batches, or each by itself. The
 * choice is made here and nowhere else.
 */
enum Way {

    /** One record and nothing else. */
    PLAIN,

    /** All in one append, once their ids are had and there is room, with all copies by exchanges: or nothing. */
    ATOMIC,

    /** Records and nothing else, in whole batches in one append. */
    TOGETHER,

    /** Each by itself: some may be written though others are refused. */
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

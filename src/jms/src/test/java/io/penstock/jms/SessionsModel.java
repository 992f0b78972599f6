package io.penstock.jms;

import java.util.ArrayList;
import java.util.List;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static jakarta.jms.Session.CLIENT_ACKNOWLEDGE;
import static jakarta.jms.Session.DUPS_OK_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;

/**
 * What sessions of one thread see of destinations that they share, after sections 6.2.7 to 6.2.10 and chapter 8: lists,
 * and no broker, threads or time. A channel is a queue or a topic's one subscription.
 */
final class SessionsModel {

    private static final int NOBODY = -1;

    /**
     * A message that nobody has settled.
     *
     * <p>How often it has been delivered is known up to a range where a consumer may have held it ahead of its client
     * (docs/jms.md, "fair sharing"), until it is received again.
     */
    static final class Letter {

        final String text;
        final boolean red;
        private int holder = NOBODY;
        private int fewest;
        private int most;

        Letter(String text, boolean red) {
            this.text = text;
            this.red = red;
        }

        /** Whether it may be received now with that delivery count. */
        boolean mayCount(int deliveries) {
            return deliveries > fewest && deliveries <= most + 1;
        }

        @Override
        public String toString() {
            return text + " delivered " + fewest + ".." + most + " times";
        }
    }

    private record Sending(int channel, Letter letter) {}

    private static final class Session {
        private int mode;
        private final List<Sending> uncommitted = new ArrayList<>();
    }

    /** Whether consumers may hold messages that their clients have not asked for. */
    private final boolean prefetching;

    private final List<List<Letter>> channels = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    SessionsModel(boolean prefetching, int channels, int sessions) {
        this.prefetching = prefetching;
        for (int i = 0; i < channels; i++) {
            this.channels.add(new ArrayList<>());
        }
        for (int i = 0; i < sessions; i++) {
            this.sessions.add(new Session());
        }
    }

    void open(int session, int mode) {
        sessions.get(session).mode = mode;
    }

    void send(int session, int channel, Letter letter) {
        if (isTransacted(session)) {
            sessions.get(session).uncommitted.add(new Sending(channel, letter));
        } else {
            channels.get(channel).add(letter);
        }
    }

    /** What a consumer receives next; null if nothing. */
    Letter next(int channel, boolean redOnly) {
        return channels.get(channel).stream()
                .filter(letter -> letter.holder == NOBODY && (letter.red || !redOnly))
                .findFirst()
                .orElse(null);
    }

    boolean hasSomething(int channel) {
        return next(channel, false) != null;
    }

    /** It was received, with that delivery count. */
    void received(int session, int channel, Letter letter, int deliveries) {
        letter.fewest = deliveries;
        letter.most = deliveries;
        int mode = sessions.get(session).mode;
        if (mode == AUTO_ACKNOWLEDGE || mode == DUPS_OK_ACKNOWLEDGE) {
            channels.get(channel).remove(letter);
        } else {
            letter.holder = session;
        }
    }

    void acknowledge(int session) {
        if (sessions.get(session).mode == CLIENT_ACKNOWLEDGE) {
            settle(session);
        }
    }

    /** Returns whether that is allowed. */
    boolean recover(int session) {
        if (!isTransacted(session)) {
            giveBack(session);
        }
        return !isTransacted(session);
    }

    /** Returns whether that is allowed. */
    boolean commit(int session) {
        if (isTransacted(session)) {
            settle(session);
            var uncommitted = sessions.get(session).uncommitted;
            uncommitted.forEach(sending -> channels.get(sending.channel()).add(sending.letter()));
            uncommitted.clear();
        }
        return isTransacted(session);
    }

    /** Returns whether that is allowed. */
    boolean rollback(int session) {
        if (isTransacted(session)) {
            close(session);
        }
        return isTransacted(session);
    }

    /** What it did not settle is available again, in its old place; what it did not commit was never sent. */
    void close(int session) {
        giveBack(session);
        sessions.get(session).uncommitted.clear();
    }

    /** What the session received stays its own; what the consumer held ahead may count as delivered. */
    void closeConsumer(int session, int channel) {
        var letters = channels.get(channel);
        if (prefetching && letters.stream().anyMatch(letter -> letter.holder == session)) {
            letters.stream().filter(letter -> letter.holder == NOBODY).forEach(letter -> letter.most++);
        }
    }

    private boolean isTransacted(int session) {
        return sessions.get(session).mode == SESSION_TRANSACTED;
    }

    private void settle(int session) {
        channels.forEach(letters -> letters.removeIf(letter -> letter.holder == session));
    }

    private void giveBack(int session) {
        channels.forEach(letters ->
                letters.stream().filter(letter -> letter.holder == session).forEach(letter -> letter.holder = NOBODY));
    }
}

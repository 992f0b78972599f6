package io.penstock.remote.wire;

/**
 * The kinds of frames that are no calls. Numbers are never used again. A later version may send frames of the kinds
 * {@link #FIRST_OPTIONAL} to {@link #LAST_OPTIONAL} to peers that do not know them, which pass them over; any other
 * kind that a peer does not know ends the connection.
 */
public final class Kind {

    /** The client's first frame: versions, the link that it goes on with. */
    public static final int HELLO = 1;

    /** The answer to it: the version, and what a login takes. */
    public static final int WELCOME = 2;

    public static final int LOGIN = 3;

    /** The answer to a login: calls may follow. */
    public static final int READY = 4;

    /** What is wrong with the connection, or with the login. It ends. */
    public static final int REFUSED = 5;

    public static final int PING = 6;

    /** The answer to a ping, with the health of the broker. */
    public static final int PONG = 7;

    /** What a call came to, or the last piece of it. */
    public static final int RESULT = 8;

    /** What a call failed with. */
    public static final int ERROR = 9;

    /** A piece of a result that is too long for a frame. */
    public static final int PART = 10;

    /** The client has the answers of all calls below a number, and of some further ones: they need not be kept. */
    public static final int ANSWERED = 11;

    /** A consumer or a replay may be handed so many more deliveries. */
    public static final int CREDIT = 12;

    /** Takes back the credit of a consumer. */
    public static final int PAUSE = 13;

    /** The client ends its link: nothing of it need be kept. */
    public static final int BYE = 14;

    public static final int DELIVERIES = 20;

    /** The partitions of a destination that a consumer owns. */
    public static final int OWNS = 21;

    /** The broker has closed a consumer. */
    public static final int CLOSED = 22;

    public static final int EVENT = 23;

    /** A change of an alert's state, which the client hands on and then calls {@link RemoteCalls#ALERT_HANDED_ON}. */
    public static final int ALERT = 24;

    public static final int FIRST_OPTIONAL = 64;
    public static final int LAST_OPTIONAL = 99;

    /** Calls begin here. */
    public static final int FIRST_CALL = 100;

    private Kind() {}

    public static boolean isOptional(int kind) {
        return kind >= FIRST_OPTIONAL && kind <= LAST_OPTIONAL;
    }
}

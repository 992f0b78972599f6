package io.penstock;

/** An exchange type says how an exchange chooses among its bindings. */
public enum ExchangeType {

    /** The exchange sends to bindings whose pattern is the routing key, letter by letter. */
    DIRECT,

    /** All of them. */
    FANOUT,

    /**
     * Those whose pattern matches the routing key: words between dots, where {@code *} is any one word and {@code #}
     * any number of words, none included.
     */
    PATTERN,

    /** The exchange sends to bindings whose headers the message has. */
    HEADERS
}

package io.penstock;

/** An exchange type says how an exchange chooses among its bindings. */
public enum ExchangeType {

    /** The exchange sends to bindings whose pattern is the routing key, letter by letter. */
    DIRECT,

    /** A message goes to the destinations of all bindings. */
    FANOUT,

    /**
     * A message goes to the destinations of the bindings whose pattern matches the routing key. A pattern has words
     * between dots, where {@code *} is any one word and {@code #} any number of words, none included.
     */
    PATTERN,

    /** The exchange sends to bindings whose headers the message has. */
    HEADERS
}

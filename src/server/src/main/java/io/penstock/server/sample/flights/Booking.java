package io.penstock.server.sample.flights;

import io.penstock.Message;

/**
 * A late flight that has been dealt with, as the log keeps it.
 *
 * @param row of the flight
 * @param consumer that dealt with it
 * @param attempt the run that succeeded; 1 for the first
 */
record Booking(int row, String consumer, int attempt) {

    static final String TOPIC = "flights-booked";

    private static final String CONSUMER = "consumer";
    private static final String ATTEMPT = "attempt";

    Message toMessage() {
        return Message.to(TOPIC)
                .body(Integer.toString(row))
                .header(CONSUMER, consumer)
                .header(ATTEMPT, Integer.toString(attempt))
                .build();
    }

    static Booking of(Message message) {
        return new Booking(
                Integer.parseInt(message.bodyText()),
                message.headers().get(CONSUMER),
                Integer.parseInt(message.headers().get(ATTEMPT)));
    }
}

package io.penstock.server.sample.flights;

import io.penstock.Message;
import io.penstock.server.sample.MessageIds;

/**
 * One flight, as it travels in a message.
 *
 * @param row its number in the input, beginning with 1
 * @param date scheduled departure, local time
 * @param delay on arrival, in minutes; negative if early
 * @param distance in miles
 * @param origin airport
 * @param destination airport
 */
public record Flight(int row, String date, int delay, int distance, String origin, String destination) {

    /** The delay from which on passengers are rebooked. */
    static final int LATE_MINUTES = 60;

    private static final String ID_PREFIX = "flight-";

    boolean late() {
        return delay > LATE_MINUTES;
    }

    /** The id of the message that carries the flight: the same whenever it is sent. */
    String messageId() {
        return ID_PREFIX + row;
    }

    /**
     * The row of the flight that a message carries.
     *
     * @throws io.penstock.server.sample.SampleProblem if it carries none
     */
    static int rowOf(Message message) {
        return MessageIds.numberOf(message, ID_PREFIX);
    }
}

package io.penstock.postgres.outbox;

import io.penstock.Message;

/**
 * A row that has a number.
 *
 * @param state NUMBERED, RETURNING or GIVING_UP
 * @param attempts how often it was refused
 * @param message null if the row cannot be read as one
 * @param problem why not; null if it can
 */
record OutboxRow(
        long id, long number, OutboxState state, int attempts, String destination, Message message, String problem) {

    /** Whether its message is to be appended; otherwise its number is filled with nothing. */
    boolean isToBeSent() {
        return state == OutboxState.NUMBERED;
    }
}

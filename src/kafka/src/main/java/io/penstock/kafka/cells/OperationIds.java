package io.penstock.kafka.cells;

import io.penstock.BrokerEvent;
import io.penstock.OperationRecord;

/**
 * Each cell numbers its operations by itself. To the outside their ids say the cell as well: those of one cell grow,
 * and those of two cells differ.
 */
final class OperationIds {

    /** More cells than an installation has, and a number that people see through. */
    static final int MOST_CELLS = 1_000;

    private OperationIds() {}

    static long outside(int cell, long id) {
        return id * MOST_CELLS + cell;
    }

    static int cell(long outside) {
        return Math.floorMod(outside, MOST_CELLS);
    }

    static long inside(long outside) {
        return Math.floorDiv(outside, MOST_CELLS);
    }

    static OperationRecord outside(int cell, OperationRecord record) {
        return new OperationRecord(
                outside(cell, record.id()),
                record.kind(),
                record.startedAt(),
                record.actor(),
                record.destination(),
                record.subscription(),
                record.selection(),
                record.reason(),
                record.messages(),
                record.left(),
                record.finishedAt(),
                record.beginsAt());
    }

    static BrokerEvent outside(int cell, BrokerEvent event) {
        if (event instanceof BrokerEvent.OperationEnded ended) {
            return new BrokerEvent.OperationEnded(ended.at(), outside(cell, ended.operation()));
        }
        if (event instanceof BrokerEvent.MessageRedriven redriven) {
            return new BrokerEvent.MessageRedriven(
                    redriven.at(),
                    redriven.destination(),
                    redriven.subscription(),
                    redriven.messageId(),
                    redriven.deadLetterQueue(),
                    redriven.redrives(),
                    outside(cell, redriven.operation()));
        }
        return event;
    }
}

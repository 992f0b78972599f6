package io.penstock.broker.send;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.record.MessageCodec;

/** Messages that are ready to be written, to the first partition of a destination. */
final class TestMessages {

    private TestMessages() {}

    static PreparedMessage to(LocalDestination destination, Durability durability) {
        return of(destination, null, durability);
    }

    /** One whose id may be in its destination once only. */
    static PreparedMessage withId(LocalDestination destination, String id) {
        return of(destination, id, Durability.OS);
    }

    private static PreparedMessage of(LocalDestination destination, String id, Durability durability) {
        var message = Message.to(destination.name()).body("body").build();
        var record = MessageCodec.encode(message, null, 0);
        return new PreparedMessage(destination.partition(0), record, id, durability, id == null ? null : IdHash.of(id));
    }
}

package io.penstock.postgres.outbox;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.postgres.LogIdentity;

import java.time.Duration;
import java.util.UUID;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Refuses what the broker would refuse for its form, while whoever sends it can still do something about it. */
@ApplicationScoped
class OutboxDoor {

    private final Instance<Broker> brokers;

    OutboxDoor(Instance<Broker> brokers) {
        this.brokers = brokers;
    }

    /** Starts the message that carries an object. */
    Message.Builder message(String destination, Object payload) {
        return broker().sender(destination, Object.class).message(payload);
    }

    /** The message as it is to be kept: it has an id. */
    Message check(Message message) {
        var broker = broker();
        Destination.queue(message.destination()).build();
        if (message.durability().orElse(Durability.SYNC) == Durability.MEMORY) {
            throw new PenstockException.InvalidMessage("The message to '" + message.destination() + "' asks for the"
                    + " durability MEMORY, and the outbox is for what must not be lost: leave the durability out,"
                    + " or use Broker.send.");
        }
        checkForm(broker, message);
        return message.id() == null
                ? message.copy().id(UUID.randomUUID().toString()).build()
                : message;
    }

    /**
     * Has the broker look at the message as it does with everything that is sent, in a transaction that nothing comes
     * of. Its rules are the engine's.
     */
    private static void checkForm(Broker broker, Message message) {
        try (var transaction = broker.begin(Duration.ZERO)) {
            try {
                transaction.send(message);
            } catch (PenstockException.UnknownDestination e) {
                // It may exist when the message is appended. What goes nowhere is looked at in the same way.
                transaction.send(message.copyTo(LogIdentity.exchange(new OutboxLog(broker).id()))
                        .build());
            } catch (PenstockException.InvalidMessage | PenstockException.MessageTooLarge e) {
                throw e;
            } catch (PenstockException e) {
                // Such as a partition that is offline: that is the relay's to see.
            }
        }
    }

    private Broker broker() {
        if (!brokers.isResolvable()) {
            throw new PenstockException.InvalidConfiguration("The outbox needs a broker, and this application has none:"
                    + " add the dependency io.penstock:quarkus-penstock.");
        }
        return brokers.get();
    }
}

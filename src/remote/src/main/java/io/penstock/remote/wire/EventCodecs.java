package io.penstock.remote.wire;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterReason;

import java.util.Optional;

/** How events are written: each kind is a field of its own, so that a kind of a later version is passed over. */
public final class EventCodecs {

    private static final Codec<BrokerEvent.DeadLettersRising> RISING = Codec.of(
            (event, out) -> out.time(1, event.at())
                    .text(2, event.destination())
                    .text(3, event.subscription())
                    .number(4, event.letters())
                    .message(5, event.alert(), PolicyCodecs.DEAD_LETTER_ALERT),
            in -> new BrokerEvent.DeadLettersRising(
                    in.time(1), in.text(2), in.text(3), in.integer(4), in.message(5, PolicyCodecs.DEAD_LETTER_ALERT)));

    private static final Codec<BrokerEvent.AlertChanged> ALERT = Codec.of(
            (event, out) -> out.time(1, event.at()).message(2, event.alert(), AlertCodecs.STATE),
            in -> new BrokerEvent.AlertChanged(in.time(1), in.message(2, AlertCodecs.STATE)));

    private static final Codec<BrokerEvent.MessagesDiscarded> DISCARDED = Codec.of(
            (event, out) -> out.time(1, event.at()).text(2, event.destination()).number(3, event.messages()),
            in -> new BrokerEvent.MessagesDiscarded(in.time(1), in.text(2), in.number(3)));

    private static final Codec<BrokerEvent.ConsumerClosed> CLOSED = Codec.of(
            (event, out) -> out.time(1, event.at())
                    .text(2, event.destination())
                    .text(3, event.subscription())
                    .text(4, event.consumer())
                    .text(5, event.reason()),
            in -> new BrokerEvent.ConsumerClosed(in.time(1), in.text(2), in.text(3), in.text(4), in.text(5)));

    private static final Codec<BrokerEvent.OperationEnded> OPERATION = Codec.of(
            (event, out) -> out.time(1, event.at()).message(2, event.operation(), RequestCodecs.OPERATION),
            in -> new BrokerEvent.OperationEnded(in.time(1), in.message(2, RequestCodecs.OPERATION)));

    private static final Codec<BrokerEvent.MessageDeadLettered> DEAD = Codec.of(
            (event, out) -> out.time(1, event.at())
                    .text(2, event.destination())
                    .text(3, event.subscription())
                    .text(4, event.messageId())
                    .number(5, event.partition())
                    .number(6, event.offset())
                    .constant(7, event.reason())
                    .text(8, event.description())
                    .text(9, event.deadLetterQueue()),
            in -> new BrokerEvent.MessageDeadLettered(
                    in.time(1),
                    in.text(2),
                    in.text(3),
                    in.text(4),
                    in.integer(5),
                    in.number(6),
                    in.constant(7, DeadLetterReason.class),
                    in.textOrNull(8),
                    in.textOrNull(9)));

    private static final Codec<BrokerEvent.MessageRedriven> REDRIVEN = Codec.of(
            (event, out) -> out.time(1, event.at())
                    .text(2, event.destination())
                    .text(3, event.subscription())
                    .text(4, event.messageId())
                    .text(5, event.deadLetterQueue())
                    .number(6, event.redrives())
                    .number(7, event.operation()),
            in -> new BrokerEvent.MessageRedriven(
                    in.time(1), in.text(2), in.text(3), in.text(4), in.text(5), in.integer(6), in.number(7)));

    /** An event; empty if it is of a kind that this version does not know. */
    public static final Codec<Optional<BrokerEvent>> EVENT = Codec.of(EventCodecs::write, EventCodecs::read);

    private EventCodecs() {}

    private static void write(Optional<BrokerEvent> written, Out out) {
        var event = written.orElse(null);
        if (event instanceof BrokerEvent.DeadLettersRising rising) {
            out.message(1, rising, RISING);
        } else if (event instanceof BrokerEvent.AlertChanged changed) {
            out.message(2, changed, ALERT);
        } else if (event instanceof BrokerEvent.MessagesDiscarded discarded) {
            out.message(3, discarded, DISCARDED);
        } else if (event instanceof BrokerEvent.ConsumerClosed closed) {
            out.message(4, closed, CLOSED);
        } else if (event instanceof BrokerEvent.OperationEnded ended) {
            out.message(5, ended, OPERATION);
        } else if (event instanceof BrokerEvent.MessageDeadLettered dead) {
            out.message(6, dead, DEAD);
        } else if (event instanceof BrokerEvent.MessageRedriven redriven) {
            out.message(7, redriven, REDRIVEN);
        }
    }

    private static Optional<BrokerEvent> read(In in) {
        return Optional.<BrokerEvent>ofNullable(in.messageOrNull(1, RISING))
                .or(() -> Optional.ofNullable(in.messageOrNull(2, ALERT)))
                .or(() -> Optional.ofNullable(in.messageOrNull(3, DISCARDED)))
                .or(() -> Optional.ofNullable(in.messageOrNull(4, CLOSED)))
                .or(() -> Optional.ofNullable(in.messageOrNull(5, OPERATION)))
                .or(() -> Optional.ofNullable(in.messageOrNull(6, DEAD)))
                .or(() -> Optional.ofNullable(in.messageOrNull(7, REDRIVEN)));
    }
}

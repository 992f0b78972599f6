package io.penstock.remote.wire;

import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRequest;
import io.penstock.OperationKind;
import io.penstock.OperationRecord;
import io.penstock.PreparedTransaction;
import io.penstock.RedriveRequest;
import io.penstock.RedriveResult;
import io.penstock.ReplayRequest;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;

/** How requests about messages, and what came of them, are written. */
public final class RequestCodecs {

    public static final Codec<BrowseRequest> BROWSE = Codec.of(
            (request, out) -> out.text(1, request.destination())
                    .text(2, request.subscription())
                    .numberOrNull(3, (long) request.partition())
                    .number(4, request.fromOffset())
                    .number(5, request.limit())
                    .text(6, request.filter())
                    .flag(7, request.parked()),
            in -> BrowseRequest.all(in.text(1), in.integer(5))
                    .subscription(in.textOrNull(2))
                    .partition(in.integer(3))
                    .fromOffset(in.number(4))
                    .filter(in.textOrNull(6))
                    .parked(in.flag(7))
                    .build());

    public static final Codec<ReplayRequest> REPLAY = Codec.of(
            (request, out) -> out.text(1, request.destination())
                    .message(2, request.from(), PolicyCodecs.POSITION)
                    .message(3, request.to(), PolicyCodecs.POSITION)
                    .text(4, request.filter()),
            in -> ReplayRequest.all(in.text(1))
                    .from(in.message(2, PolicyCodecs.POSITION))
                    .to(in.message(3, PolicyCodecs.POSITION))
                    .filter(in.textOrNull(4))
                    .build());

    public static final Codec<RedriveRequest> REDRIVE = Codec.of(
            (request, out) -> out.text(1, request.deadLetterQueue())
                    .texts(2, request.messageIds())
                    .text(3, request.filter())
                    .number(4, request.limit())
                    .flag(5, request.dryRun())
                    .text(6, request.actor())
                    .text(7, request.reason()),
            in -> RedriveRequest.all(in.text(1))
                    .messageIds(new LinkedHashSet<>(in.texts(2)))
                    .filter(in.text(3))
                    .limit(in.integer(4))
                    .dryRun(in.flag(5))
                    .actor(in.text(6))
                    .reason(in.text(7))
                    .build());

    public static final Codec<RedriveResult> REDRIVEN = Codec.of(
            (result, out) -> out.number(1, result.matched()).number(2, result.redriven()),
            in -> new RedriveResult(in.integer(1), in.integer(2)));

    public static final Codec<DeadLetterRequest> DEAD_LETTERS = Codec.of(
            (request, out) -> out.text(1, request.queue())
                    .texts(2, request.messageIds())
                    .text(3, request.filter())
                    .number(4, request.limit())
                    .number(5, request.perSecond())
                    .text(6, request.actor())
                    .text(7, request.reason())
                    .duration(8, request.delay().isZero() ? null : request.delay()),
            in -> DeadLetterRequest.all(in.text(1), in.text(6))
                    .messageIds(new LinkedHashSet<>(in.texts(2)))
                    .filter(in.text(3))
                    .limit(in.number(4))
                    .perSecond(in.integer(5))
                    .reason(in.text(7))
                    .delay(Objects.requireNonNullElse(in.durationOrNull(8), Duration.ZERO))
                    .build());

    public static final Codec<OperationRecord> OPERATION = Codec.of(
            (operation, out) -> out.number(1, operation.id())
                    .constant(2, operation.kind())
                    .time(3, operation.startedAt())
                    .text(4, operation.actor())
                    .text(5, operation.destination())
                    .text(6, operation.subscription())
                    .text(7, operation.selection())
                    .text(8, operation.reason())
                    .number(9, operation.messages())
                    .number(10, operation.left())
                    .time(11, operation.finishedAt().orElse(null))
                    .time(12, operation.beginsAt().equals(operation.startedAt()) ? null : operation.beginsAt()),
            in -> new OperationRecord(
                    in.number(1),
                    in.constant(2, OperationKind.class),
                    in.time(3),
                    in.text(4),
                    in.text(5),
                    in.text(6),
                    in.text(7),
                    in.text(8),
                    in.number(9),
                    in.number(10),
                    Optional.ofNullable(in.timeOrNull(11)),
                    Objects.requireNonNullElse(in.timeOrNull(12), in.time(3))));

    public static final Codec<PreparedTransaction> PREPARED = Codec.of(
            (prepared, out) -> out.bytes(1, prepared.globalId())
                    .time(2, prepared.preparedAt())
                    .number(3, prepared.sends())
                    .number(4, prepared.settlements())
                    .number(5, prepared.schedules()),
            in -> new PreparedTransaction(in.bytes(1), in.time(2), in.integer(3), in.integer(4), in.integer(5)));

    private RequestCodecs() {}
}

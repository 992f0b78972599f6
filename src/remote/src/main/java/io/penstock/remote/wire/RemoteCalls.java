package io.penstock.remote.wire;

import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterRequest;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.Message;
import io.penstock.MessageProgress;
import io.penstock.OperationRecord;
import io.penstock.PreparedTransaction;
import io.penstock.Receipt;
import io.penstock.RedriveRequest;
import io.penstock.RedriveResult;
import io.penstock.ReplayRequest;
import io.penstock.RouteStep;
import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.TopicRule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.penstock.remote.wire.Codec.BYTES;
import static io.penstock.remote.wire.Codec.FLAG;
import static io.penstock.remote.wire.Codec.NOTHING;
import static io.penstock.remote.wire.Codec.NUMBER;
import static io.penstock.remote.wire.Codec.TEXT;
import static io.penstock.remote.wire.Codec.list;
import static io.penstock.remote.wire.Codec.optional;
import static io.penstock.remote.wire.Codec.pair;
import static io.penstock.remote.wire.Codec.triple;
import static io.penstock.remote.wire.RemoteCall.any;
import static io.penstock.remote.wire.RemoteCall.once;

/** All calls, by what of the API they are for. Numbers are never used again. */
public final class RemoteCalls {

    private static final Codec<Duration> DURATION =
            Codec.of((value, out) -> out.duration(1, value), in -> in.duration(1));

    private static final Codec<Map<String, String>> MAP = Codec.of((map, out) -> out.map(1, map), in -> in.map(1));

    private static final Codec<Codec.Pair<String, String>> NAMES = pair(TEXT, TEXT);

    public static final RemoteCall<Destination, Destination> DECLARE =
            any(100, PolicyCodecs.DESTINATION, PolicyCodecs.DESTINATION);
    public static final RemoteCall<Destination, Destination> ALTER =
            any(101, PolicyCodecs.DESTINATION, PolicyCodecs.DESTINATION);
    public static final RemoteCall<String, Optional<Destination>> FIND =
            any(102, TEXT, optional(PolicyCodecs.DESTINATION));
    public static final RemoteCall<Codec.Nothing, List<Destination>> LIST =
            any(103, NOTHING, list(PolicyCodecs.DESTINATION));
    public static final RemoteCall<Subscription, Subscription> SUBSCRIBE =
            any(104, PolicyCodecs.SUBSCRIPTION, PolicyCodecs.SUBSCRIPTION);
    public static final RemoteCall<String, List<Subscription>> SUBSCRIPTIONS =
            any(105, TEXT, list(PolicyCodecs.SUBSCRIPTION));
    public static final RemoteCall<Codec.Pair<String, String>, Codec.Nothing> UNSUBSCRIBE = once(106, NAMES, NOTHING);
    public static final RemoteCall<DestinationKind, Codec.Pair<Long, Destination>> TEMPORARY =
            once(107, Codec.constant(DestinationKind.class), pair(NUMBER, PolicyCodecs.DESTINATION));
    public static final RemoteCall<Long, Codec.Nothing> TEMPORARY_CLOSE = any(108, NUMBER, NOTHING);
    public static final RemoteCall<Codec.Triple<String, String, StartPosition>, Codec.Nothing> SEEK =
            once(109, triple(TEXT, TEXT, PolicyCodecs.POSITION), NOTHING);
    public static final RemoteCall<Codec.Pair<String, String>, Codec.Nothing> PAUSE = any(110, NAMES, NOTHING);
    public static final RemoteCall<Codec.Pair<String, String>, Codec.Nothing> RESUME = any(111, NAMES, NOTHING);
    public static final RemoteCall<BrowseRequest, List<StoredMessage>> BROWSE =
            any(112, RequestCodecs.BROWSE, list(MessageCodecs.STORED));
    public static final RemoteCall<Codec.Pair<String, byte[]>, Optional<StoredMessage>> NEWEST =
            any(113, pair(TEXT, BYTES), optional(MessageCodecs.STORED));
    public static final RemoteCall<RedriveRequest, RedriveResult> REDRIVE =
            once(114, RequestCodecs.REDRIVE, RequestCodecs.REDRIVEN);
    public static final RemoteCall<String, DestinationStatistics> STATISTICS = any(115, TEXT, StateCodecs.DESTINATION);
    public static final RemoteCall<Codec.Triple<String, Long, Long>, List<MessageProgress>> PROGRESS =
            any(116, triple(TEXT, NUMBER, NUMBER), list(StateCodecs.PROGRESS));

    public static final RemoteCall<Codec.Nothing, List<PreparedTransaction>> PREPARED =
            any(120, NOTHING, list(RequestCodecs.PREPARED));
    public static final RemoteCall<byte[], Codec.Nothing> COMMIT_PREPARED = any(121, BYTES, NOTHING);
    public static final RemoteCall<byte[], Codec.Nothing> ROLLBACK_PREPARED = any(122, BYTES, NOTHING);
    public static final RemoteCall<byte[], Codec.Nothing> FORGET_PREPARED = any(123, BYTES, NOTHING);

    public static final RemoteCall<HandOutCodecs.Sent, Receipt> SEND =
            once(130, HandOutCodecs.SENT, MessageCodecs.RECEIPT);
    public static final RemoteCall<List<Message>, List<Receipt>> SEND_ALL =
            once(131, list(MessageCodecs.MESSAGE), MessageCodecs.RECEIPTS);
    public static final RemoteCall<String, HandOutCodecs.OpenProducer> PRODUCER =
            once(132, TEXT, HandOutCodecs.PRODUCER);
    public static final RemoteCall<HandOutCodecs.Numbered, Receipt> PRODUCER_SEND =
            once(133, HandOutCodecs.NUMBERED, MessageCodecs.RECEIPT);
    public static final RemoteCall<Long, Long> PRODUCER_NEXT = any(134, NUMBER, NUMBER);

    public static final RemoteCall<Codec.Pair<Long, Duration>, Codec.Nothing> BEGIN =
            any(140, pair(NUMBER, DURATION), NOTHING);
    public static final RemoteCall<HandOutCodecs.TransactionSend, Codec.Nothing> TRANSACTION_SEND =
            any(141, HandOutCodecs.TRANSACTION_SEND, NOTHING);
    public static final RemoteCall<Codec.Pair<Long, HandOutCodecs.Held>, Codec.Nothing> TRANSACTION_ACCEPT =
            any(142, pair(NUMBER, HandOutCodecs.HELD), NOTHING);
    public static final RemoteCall<HandOutCodecs.TransactionSeek, Codec.Nothing> TRANSACTION_SEEK =
            any(143, HandOutCodecs.TRANSACTION_SEEK, NOTHING);
    public static final RemoteCall<HandOutCodecs.TransactionSchedule, Codec.Nothing> TRANSACTION_SCHEDULE =
            any(144, HandOutCodecs.TRANSACTION_SCHEDULE, NOTHING);
    public static final RemoteCall<Long, Codec.Nothing> COMMIT = once(145, NUMBER, NOTHING);
    public static final RemoteCall<Codec.Pair<Long, byte[]>, Codec.Nothing> PREPARE =
            once(146, pair(NUMBER, BYTES), NOTHING);
    public static final RemoteCall<Long, Codec.Nothing> ROLLBACK = any(147, NUMBER, NOTHING);

    public static final RemoteCall<Codec.Pair<Long, ConsumerOptions>, Codec.Nothing> CONSUME =
            any(150, pair(NUMBER, PolicyCodecs.CONSUMER), NOTHING);
    /** Gives so much credit first. The answer is how much of it was left, and whether there was no room to go on. */
    public static final RemoteCall<Codec.Pair<Long, Long>, Codec.Pair<Long, Boolean>> DRAIN =
            any(151, pair(NUMBER, NUMBER), pair(NUMBER, FLAG));

    public static final RemoteCall<Long, Codec.Nothing> LEAVE = any(152, NUMBER, NOTHING);
    public static final RemoteCall<HandOutCodecs.Held, Codec.Nothing> ACCEPT = once(153, HandOutCodecs.HELD, NOTHING);
    public static final RemoteCall<HandOutCodecs.Release, Codec.Nothing> RELEASE =
            once(154, HandOutCodecs.RELEASE, NOTHING);
    public static final RemoteCall<Codec.Pair<HandOutCodecs.Held, Throwable>, Codec.Nothing> FAIL =
            once(155, pair(HandOutCodecs.HELD, FailureCodecs.THROWN), NOTHING);
    public static final RemoteCall<HandOutCodecs.Reject, Codec.Nothing> REJECT =
            once(156, HandOutCodecs.REJECT, NOTHING);
    public static final RemoteCall<Codec.Pair<HandOutCodecs.Held, Duration>, Codec.Nothing> RENEW =
            any(157, pair(HandOutCodecs.HELD, DURATION), NOTHING);
    public static final RemoteCall<Codec.Pair<Long, ReplayRequest>, Codec.Nothing> REPLAY =
            any(158, pair(NUMBER, RequestCodecs.REPLAY), NOTHING);
    /** Is answered when the replay is done. */
    public static final RemoteCall<Long, Long> REPLAYED = any(159, NUMBER, NUMBER);

    public static final RemoteCall<Schedule, ScheduleState> SCHEDULE =
            any(170, ScheduleCodecs.SCHEDULE, ScheduleCodecs.STATE);
    public static final RemoteCall<Codec.Nothing, List<ScheduleState>> SCHEDULES =
            any(171, NOTHING, list(ScheduleCodecs.STATE));
    public static final RemoteCall<String, Optional<ScheduleState>> SCHEDULE_FIND =
            any(172, TEXT, optional(ScheduleCodecs.STATE));
    public static final RemoteCall<String, ScheduleState> SCHEDULE_PAUSE = any(173, TEXT, ScheduleCodecs.STATE);
    public static final RemoteCall<String, ScheduleState> SCHEDULE_RESUME = any(174, TEXT, ScheduleCodecs.STATE);
    public static final RemoteCall<String, Codec.Nothing> SCHEDULE_CANCEL = once(175, TEXT, NOTHING);
    public static final RemoteCall<Codec.Pair<String, Long>, List<Instant>> SCHEDULE_NEXT =
            any(176, pair(TEXT, NUMBER), list(ScheduleCodecs.TIME));
    public static final RemoteCall<String, ScheduleState> SCHEDULE_FIRE = once(177, TEXT, ScheduleCodecs.STATE);

    public static final RemoteCall<DeadLetterRequest, OperationRecord> LETTERS_REDRIVE =
            once(180, RequestCodecs.DEAD_LETTERS, RequestCodecs.OPERATION);
    public static final RemoteCall<DeadLetterRequest, OperationRecord> LETTERS_DISCARD =
            once(181, RequestCodecs.DEAD_LETTERS, RequestCodecs.OPERATION);
    public static final RemoteCall<DeadLetterRequest, Long> LETTERS_COUNT =
            any(182, RequestCodecs.DEAD_LETTERS, NUMBER);
    public static final RemoteCall<Codec.Triple<String, Optional<String>, String>, OperationRecord> PURGE =
            once(183, triple(TEXT, optional(TEXT), TEXT), RequestCodecs.OPERATION);
    public static final RemoteCall<Codec.Triple<String, Boolean, String>, OperationRecord> DELETE =
            once(184, triple(TEXT, FLAG, TEXT), RequestCodecs.OPERATION);
    public static final RemoteCall<Codec.Nothing, List<OperationRecord>> OPERATIONS =
            any(185, NOTHING, list(RequestCodecs.OPERATION));
    public static final RemoteCall<Long, Optional<OperationRecord>> OPERATION_FIND =
            any(186, NUMBER, optional(RequestCodecs.OPERATION));
    public static final RemoteCall<Long, Optional<OperationRecord>> OPERATION_STOP =
            any(187, NUMBER, optional(RequestCodecs.OPERATION));

    public static final RemoteCall<AlertRule, AlertRule> ALERT = any(190, AlertCodecs.RULE, AlertCodecs.RULE);
    public static final RemoteCall<Codec.Nothing, List<AlertRule>> ALERTS = any(191, NOTHING, list(AlertCodecs.RULE));
    public static final RemoteCall<String, Optional<AlertRule>> ALERT_FIND = any(192, TEXT, optional(AlertCodecs.RULE));
    public static final RemoteCall<String, Codec.Nothing> ALERT_REMOVE = once(193, TEXT, NOTHING);
    public static final RemoteCall<Codec.Nothing, List<AlertState>> ALERT_STATES =
            any(194, NOTHING, list(AlertCodecs.STATE));
    public static final RemoteCall<Codec.Nothing, Map<String, String>> ALERT_PROBLEMS = any(195, NOTHING, MAP);
    public static final RemoteCall<Codec.Nothing, Codec.Nothing> ALERT_HAND_ON = any(196, NOTHING, NOTHING);
    /** Tells that a change was handed on, or that it was not and has to come again. */
    public static final RemoteCall<Codec.Pair<Long, Boolean>, Codec.Nothing> ALERT_HANDED_ON =
            any(197, pair(NUMBER, FLAG), NOTHING);

    public static final RemoteCall<Binding, Codec.Nothing> BIND = any(200, ScheduleCodecs.BINDING, NOTHING);
    public static final RemoteCall<Binding, Codec.Nothing> UNBIND = any(201, ScheduleCodecs.BINDING, NOTHING);
    public static final RemoteCall<String, List<Binding>> BINDINGS = any(202, TEXT, list(ScheduleCodecs.BINDING));
    public static final RemoteCall<TopicRule, TopicRule> RULE = any(203, ScheduleCodecs.RULE, ScheduleCodecs.RULE);
    public static final RemoteCall<Codec.Nothing, List<TopicRule>> RULES = any(204, NOTHING, list(ScheduleCodecs.RULE));
    public static final RemoteCall<String, Codec.Nothing> RULE_REMOVE = any(205, TEXT, NOTHING);
    public static final RemoteCall<Message, List<RouteStep>> ROUTE_STEPS =
            any(206, MessageCodecs.MESSAGE, list(StateCodecs.STEP));

    public static final RemoteCall<Long, Codec.Nothing> LISTEN = any(210, NUMBER, NOTHING);
    public static final RemoteCall<Long, Codec.Nothing> LISTEN_END = any(211, NUMBER, NOTHING);
    public static final RemoteCall<Long, Long> LISTEN_LOST = any(212, NUMBER, NUMBER);

    private RemoteCalls() {}
}

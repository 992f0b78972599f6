package io.penstock.quarkus.devui;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRecord;
import io.penstock.DeadLetterRequest;
import io.penstock.Destination;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Message;
import io.penstock.StoredMessage;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.quarkus.listener.ListenerState;
import io.penstock.quarkus.listener.Listeners;
import io.smallrye.common.annotation.Blocking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import jakarta.inject.Inject;

/**
 * What the pages of the Dev UI ask: destinations and their messages, dead letters, listeners. Each public method is one
 * that the browser of whoever develops the application may call, through Quarkus, which answers to that machine alone.
 */
@Blocking
public class DevUiService {

    private static final String ACTOR = "dev-ui";

    /** More rows than this nobody looks at. */
    private static final int MAX_ROWS = 500;

    /** The part of a body that a row shows. */
    private static final int MAX_SHOWN_CHARS = 2_000;

    @Inject
    @OutsideTransaction
    Broker broker;

    @Inject
    Listeners listeners;

    /** One queue, topic or exchange. */
    public record DestinationRow(
            String name,
            String kind,
            int partitions,
            long waiting,
            long scheduled,
            long acquired,
            long consumers,
            String problem) {}

    /** One subscription of a topic, or that of a queue. */
    public record SubscriptionRow(
            String name, long waiting, long scheduled, long acquired, long consumers, boolean paused, String problem) {}

    /** One message. */
    public record MessageRow(
            String id, String key, String body, String headers, int partition, long offset, String time) {}

    /**
     * What was found in a destination.
     *
     * @param problem why there can be no messages; empty if there is no problem
     */
    public record BrowsedRows(List<MessageRow> messages, String problem) {}

    /** One dead letter. */
    public record LetterRow(
            String queue,
            String id,
            String origin,
            String reason,
            String description,
            String exception,
            int attempts,
            String time,
            String body,
            String stackTrace) {}

    /** One listener. */
    public record ListenerRow(
            String name, String source, int concurrency, String status, String lastError, String lastErrorAt) {}

    public int destinationCount() {
        return broker.destinations().size();
    }

    public List<DestinationRow> destinations() {
        return broker.destinations().stream()
                .sorted(Comparator.comparing(Destination::name))
                .limit(MAX_ROWS)
                .map(this::row)
                .toList();
    }

    private DestinationRow row(Destination destination) {
        var statistics = broker.statistics(destination.name());
        ToLongFunction<ToLongFunction<SubscriptionStatistics>> sum =
                count -> statistics.subscriptions().stream().mapToLong(count).sum();
        return new DestinationRow(
                destination.name(),
                destination.kind().name(),
                destination.partitions(),
                sum.applyAsLong(SubscriptionStatistics::waiting),
                sum.applyAsLong(SubscriptionStatistics::scheduled),
                sum.applyAsLong(SubscriptionStatistics::acquired),
                sum.applyAsLong(SubscriptionStatistics::consumers),
                text(statistics.problem()));
    }

    public List<SubscriptionRow> subscriptions(String destination) {
        if (broker.destination(destination).isEmpty()) {
            return List.of();
        }
        return broker.statistics(destination).subscriptions().stream()
                .limit(MAX_ROWS)
                .map(each -> new SubscriptionRow(
                        each.name(),
                        each.waiting(),
                        each.scheduled(),
                        each.acquired(),
                        each.consumers(),
                        each.paused(),
                        text(each.problem())))
                .toList();
    }

    /** The oldest messages of a destination: of a queue those that are not settled. */
    public BrowsedRows browse(String destination) {
        var declared = broker.destination(destination);
        if (declared.isEmpty()) {
            return new BrowsedRows(List.of(), "There is no destination '" + destination + "'.");
        }
        if (declared.get().isExchange()) {
            return new BrowsedRows(
                    List.of(),
                    "'" + destination + "' is an exchange, which keeps no messages: browse what is bound to it.");
        }
        var request = declared.get().isQueue()
                ? BrowseRequest.waiting(destination, MAX_ROWS)
                : BrowseRequest.all(destination, MAX_ROWS);
        return new BrowsedRows(
                broker.browse(request.build()).stream().map(DevUiService::row).toList(), "");
    }

    private static MessageRow row(StoredMessage stored) {
        var message = stored.message();
        return new MessageRow(
                text(message.id()),
                text(message.keyText()),
                shown(message),
                message.headers().toString(),
                stored.partition(),
                stored.offset(),
                text(message.timestamp()));
    }

    /** Sends a message and says where it is. */
    public String send(String destination, String key, String body) {
        var receipt = broker.send(Message.to(destination)
                .key(key == null || key.isEmpty() ? null : key)
                .body(body)
                .build());
        return text(receipt.messageId());
    }

    public int deadLetterCount() {
        return deadLetters().size();
    }

    /** The oldest dead letters of all queues that have some. */
    public List<LetterRow> deadLetters() {
        var rows = new ArrayList<LetterRow>();
        for (var destination : broker.destinations()) {
            if (destination.isQueue() && rows.size() < MAX_ROWS) {
                for (var stored : broker.browse(
                        BrowseRequest.waiting(destination.name(), MAX_ROWS).build())) {
                    DeadLetterRecord.of(stored.message())
                            .ifPresent(record -> rows.add(row(destination.name(), stored.message(), record)));
                }
            }
        }
        return rows;
    }

    private static LetterRow row(String queue, Message letter, DeadLetterRecord record) {
        return new LetterRow(
                queue,
                text(letter.id()),
                record.originDestination().equals(record.originSubscription())
                        ? record.originDestination()
                        : record.originDestination() + " / " + record.originSubscription(),
                record.reason().name(),
                record.description(),
                text(record.exception()),
                record.attempts(),
                record.diedAt().toString(),
                shown(letter),
                text(record.stackTrace()));
    }

    /** Puts dead letters back to where they came from: one, or all of a queue if no id is given. */
    public long redrive(String queue, String id) {
        return broker.operations().redrive(letters(queue, id)).id();
    }

    /** Throws dead letters away: one, or all of a queue if no id is given. */
    public long discard(String queue, String id) {
        return broker.operations().discard(letters(queue, id)).id();
    }

    private static DeadLetterRequest letters(String queue, String id) {
        var request = DeadLetterRequest.all(queue, ACTOR);
        return id == null || id.isEmpty()
                ? request.build()
                : request.messageIds(Set.of(id)).build();
    }

    public int listenerCount() {
        return listeners.all().size();
    }

    public List<ListenerRow> listeners() {
        return listeners.all().stream().map(DevUiService::row).toList();
    }

    private static ListenerRow row(ListenerState state) {
        return new ListenerRow(
                state.name(),
                state.destination().equals(state.subscription())
                        ? state.destination()
                        : state.destination() + " / " + state.subscription(),
                state.concurrency(),
                state.status().name(),
                state.lastError().orElse(""),
                state.lastErrorAt().map(Object::toString).orElse(""));
    }

    public String pauseListener(String name) {
        listeners.pause(name);
        return name;
    }

    public String startListener(String name) {
        listeners.start(name);
        return name;
    }

    private static String shown(Message message) {
        var body = text(message.bodyText());
        return body.length() <= MAX_SHOWN_CHARS ? body : body.substring(0, MAX_SHOWN_CHARS) + "…";
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}

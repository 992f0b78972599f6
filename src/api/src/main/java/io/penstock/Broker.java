package io.penstock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A broker keeps messages in partitioned, durable logs and offers queues and topics on top of them.
 *
 * <p>All methods may be called from any thread. Methods that return a {@link CompletionStage} report every failure
 * through the stage and never wait for storage. The others block the caller until the result is as durable as was asked
 * for. Failures are {@link PenstockException}s.
 */
public interface Broker extends AutoCloseable {

    /**
     * Makes a destination exist. An exchange's alternate must exist before. Declaring a destination again with an equal
     * configuration, or one that says less, does nothing.
     *
     * @return the destination as it exists now
     * @throws PenstockException.Conflict if it exists with a different configuration; the message names both
     */
    Destination declare(Destination destination);

    /**
     * Gives a destination other policies, retention and compression: those of the argument, and the usual ones where it
     * says nothing. They hold for what is compressed or removed from then on. An exchange gets another alternate and
     * another policy for what is unroutable. Altering a destination to what it is does nothing.
     *
     * <p>With more partitions than it has, it grows while it is in use; keys keep their order. That waits until nothing
     * is on its way any more that was sent before.
     *
     * @return the destination as it exists now
     * @throws PenstockException.UnknownDestination if it does not exist
     * @throws PenstockException.Conflict if its kind or the type of its exchange is different, or it would have fewer
     *     partitions
     */
    Destination alter(Destination destination);

    /**
     * Makes a destination with one partition for as long as it is wanted: see {@link TemporaryDestination}. Nothing
     * durable can hang on it: no durable subscription, no dead letters, no binding.
     *
     * @throws PenstockException.Overloaded if there are too many ({@link EngineLimit#TEMPORARY_DESTINATIONS})
     */
    TemporaryDestination temporary(DestinationKind kind);

    /** The destination of that name, if it exists. */
    Optional<Destination> destination(String name);

    /** Lists all destinations by name, except temporary ones, which concern only those who made them. */
    List<Destination> destinations();

    /**
     * Makes a subscription exist. A queue has exactly one, named like the queue itself, which exists from the start;
     * declaring it sets its policies. Declaring a subscription again replaces its policies and keeps its progress.
     *
     * @throws PenstockException.UnknownDestination if the destination does not exist
     * @throws PenstockException.Conflict if what cannot change (durability, ordering) differs from what exists
     */
    Subscription declare(Subscription subscription);

    /** The subscriptions of a destination, by name. */
    List<Subscription> subscriptions(String destination);

    /**
     * Removes a topic's subscription and its progress. Its messages stay in the topic.
     *
     * @throws PenstockException.UnknownSubscription if there is none of that name
     * @throws PenstockException.Conflict if it has consumers, or is the subscription of a queue
     */
    void unsubscribe(String destination, String subscription);

    /**
     * Sends one message and waits until it is durable.
     *
     * <p>To an exchange: writes it to all destinations that it is routed to, in one atomic step.
     *
     * @throws PenstockException.UnknownDestination if the destination does not exist
     * @throws PenstockException.Unroutable if it is an exchange that has no destination for the message, and rejects it
     * @throws PenstockException.InvalidMessage if the message breaks a rule or a limit; nothing was written
     * @throws PenstockException.StorageFull while less space is free than is kept for settlements; nothing was written
     * @throws PenstockException.PartitionOffline if the message's partition cannot be read; nothing was written
     */
    Receipt send(Message message);

    /**
     * Sends one message. The stage completes when it is durable, on a broker thread that must not be blocked. While
     * more is on its way to storage than the engine holds, the stage fails at once with {@link
     * PenstockException.Overloaded} and nothing is written: bound what you have on its way.
     */
    CompletionStage<Receipt> sendAsync(Message message);

    /** Sends messages together, and waits until they are durable; otherwise as {@link #sendAllAsync}. */
    default List<Receipt> sendAll(List<Message> messages) {
        return Stages.await(sendAllAsync(messages));
    }

    /**
     * Sends messages together, to any destinations, which costs far less than to send each by itself. The stage
     * completes with their receipts, in the order of the messages, when all are as durable as was asked for any of
     * them. Those of one partition keep their order; those without a key may go to one partition together.
     *
     * <p>If it fails, the cause is what {@link #sendAsync} would have failed with, and some may have been written all
     * the same: what must happen together or not at all belongs into a transaction.
     */
    default CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        return Stages.all(messages.stream().map(this::sendAsync).toList());
    }

    /**
     * A sender of objects to one destination, through the codec of the application.
     *
     * @throws PenstockException.Unsupported if this broker was opened without a codec
     */
    <T> TypedSender<T> sender(String destination, Class<T> type);

    /**
     * Sends one object through the codec of the application, and waits until it is durable; otherwise as {@link
     * #send(Message)}. Text and bytes are sent as they are.
     *
     * @throws PenstockException.InvalidMessage if the codec cannot write it; nothing was written
     * @throws PenstockException.Unsupported if this broker was opened without a codec
     */
    default Receipt send(String destination, Object payload) {
        return sender(destination, Object.class).send(payload);
    }

    /** Sends one object through the codec of the application; otherwise as {@link #sendAsync(Message)}. */
    default CompletionStage<Receipt> sendAsync(String destination, Object payload) {
        return sender(destination, Object.class).sendAsync(payload);
    }

    /** Begins a transaction with {@link Transaction#DEFAULT_TIMEOUT}, as {@link #begin(Duration)} does. */
    default Transaction begin() {
        return begin(Transaction.DEFAULT_TIMEOUT);
    }

    /**
     * Begins a transaction: sends and settlements that take effect together or not at all.
     *
     * @param timeout after which it is rolled back; zero for never
     */
    Transaction begin(Duration timeout);

    /**
     * Opens a producer: its messages are numbered, and each number is written once, however often it is sent. Older
     * instances of the same id are refused from then on. Waits until that is durable.
     *
     * @throws PenstockException.Conflict if there are too many producers
     */
    Producer producer(ProducerOptions options);

    /** The transactions that are prepared and wait for their end, oldest first. */
    List<PreparedTransaction> prepared();

    /**
     * Makes a prepared transaction happen, and waits until that is durable. Does nothing if it was committed before.
     *
     * @throws PenstockException.UnknownTransaction if nothing is known of it
     * @throws PenstockException.Conflict if it was rolled back before
     */
    void commitPrepared(byte[] globalId);

    /**
     * Gives a prepared transaction up, and waits until that is durable: its messages are forgotten, its deliveries
     * handed out again. Does nothing if it was rolled back before.
     *
     * @throws PenstockException.UnknownTransaction if nothing is known of it
     * @throws PenstockException.Conflict if it was committed before
     */
    void rollbackPrepared(byte[] globalId);

    /** Forgets how a prepared transaction ended; does nothing if that is not known (any more). */
    void forgetPrepared(byte[] globalId);

    /**
     * Joins a subscription as a consumer. Nothing is delivered before {@link Consumer#request(long)}. With {@link
     * ConsumerOptions#ofRule} it joins the subscriptions of all topics of a wildcard subscription, those of later
     * topics included, with one credit, which they get in turn.
     *
     * @throws PenstockException.UnknownSubscription if the destination or the subscription does not exist
     */
    Consumer consume(ConsumerOptions options, DeliveryHandler handler);

    /**
     * Joins a subscription as a consumer that asks for each message: see {@link PullConsumer}.
     *
     * @throws PenstockException.UnknownSubscription if the destination or the subscription does not exist
     */
    PullConsumer consume(ConsumerOptions options);

    /**
     * Puts a subscription to another place, in all partitions in one atomic step: what lies before counts as settled,
     * what lies behind is delivered, again if need be, with fresh attempts. Deliveries that consumers hold are lost to
     * them; those whose disposition is on its way are waited for.
     *
     * @throws PenstockException.UnknownSubscription if the destination or the subscription does not exist
     * @throws PenstockException.Conflict if another seek of it is under way
     */
    void seek(String destination, String subscription, StartPosition position);

    /**
     * Hands out nothing more of a subscription, until {@link #resume}: a tool for operators, which survives a restart
     * if the subscription does. What consumers hold they may settle. Pausing it again does nothing.
     *
     * @throws PenstockException.UnknownSubscription if the destination or the subscription does not exist
     */
    void pause(String destination, String subscription);

    /**
     * Ends what {@link #pause} began. A subscription that failed by itself ({@link
     * DestinationStatistics.SubscriptionStatistics#problem}) begins anew, and messages that were parked are handed out
     * again. Otherwise does nothing.
     */
    void resume(String destination, String subscription);

    /**
     * Reads part of a destination again, in the order of each partition, through a temporary subscription that no other
     * notices. Each delivery has to be settled; what is failed or rejected is handed out no more. Nothing is delivered
     * before {@link Replay#request(long)}.
     *
     * @throws PenstockException.UnknownDestination if the destination does not exist
     */
    Replay replay(ReplayRequest request, DeliveryHandler handler);

    /** Reads messages without taking them: what a subscription still has to settle, or a partition from an offset. */
    List<StoredMessage> browse(BrowseRequest request);

    /**
     * Tells what has become of one message in each subscription of its destination, by the names of the subscriptions.
     * It is what is known at that moment.
     *
     * @param partition as in receipts and deliveries
     * @return empty if there is no message at that place, or not any more
     * @throws PenstockException.UnknownDestination if the destination does not exist
     * @throws PenstockException.InvalidConfiguration if it has no such partition
     * @throws PenstockException.PartitionOffline if the partition cannot be read
     * @throws PenstockException.Unsupported if the engine cannot tell ({@link Capability#BROWSING})
     */
    default List<MessageProgress> progress(String destination, int partition, long offset) {
        throw new PenstockException.Unsupported(
                Capability.BROWSING, "The progress of a message of '" + destination + "'");
    }

    /**
     * The newest message of a key, whether settled or not: of a topic with {@link Cleanup#COMPACT}, the value that the
     * key has now, or its tombstone, which has no body. May read all that there is if there
     * is none. With priorities, the latest by timestamp.
     *
     * @throws PenstockException.UnknownDestination if the destination does not exist
     * @throws PenstockException.PartitionOffline if a partition that has to be read cannot be
     */
    Optional<StoredMessage> newest(String destination, byte[] key);

    /**
     * Puts dead letters back to the subscriptions that they failed in, with their ids and with fresh attempts. Each is
     * put back and removed from the dead-letter queue in one atomic step.
     *
     * @throws PenstockException.UnknownDestination if there is no such queue
     */
    RedriveResult redrive(RedriveRequest request);

    /**
     * The operations by which people treat messages by hand: put dead letters back, discard, purge and delete. Each is
     * recorded.
     */
    Operations operations();

    /**
     * Adds a listener for events that a person may want to know. Events come one after the other, on a thread of the
     * listener's own, so it may block. Events wait for a slow listener, up to a limit
     * ({@link EngineLimit#EVENTS_WAITING}), a tenth of which is not for {@link BrokerEvent.OfMessage}. Those that find
     * no room are lost to it, and counted ({@link EventSubscription#lost}). An exception that it throws is logged.
     */
    EventSubscription events(java.util.function.Consumer<BrokerEvent> listener);

    /** The schedules, which send messages at certain times: they are declared, listed, paused and cancelled here. */
    Schedules schedules();

    /** Makes a schedule exist: {@link Schedules#declare}. */
    default ScheduleState schedule(Schedule schedule) {
        return schedules().declare(schedule);
    }

    /**
     * The alerts: rules of what is worth a call, and which of them fire.
     *
     * @throws PenstockException.Unsupported if this broker has none
     */
    default Alerts alerts() {
        throw new PenstockException.Unsupported(Capability.ALERTS, "An alert");
    }

    /** Bindings of exchanges, and wildcard subscriptions. */
    Routing routing();

    /** Makes a binding of an exchange exist: {@link Routing#bind}. */
    default void bind(Binding binding) {
        routing().bind(binding);
    }

    /** Removes a binding of an exchange: {@link Routing#unbind}. */
    default void unbind(Binding binding) {
        routing().unbind(binding);
    }

    /** The bindings of an exchange: {@link Routing#bindings}. */
    default List<Binding> bindings(String exchange) {
        return routing().bindings(exchange);
    }

    /** Counts of one destination and its subscriptions. Cheap enough to be asked every second. */
    DestinationStatistics statistics(String destination);

    /** The capabilities and limits of the engine behind this broker. They stay the same as long as it is open. */
    Capabilities capabilities();

    /** Whether the broker can serve, and if not, why. Never blocks. */
    BrokerHealth health();

    /**
     * Stops handing out, releases every lease (which counts as nothing), makes everything durable and frees what the
     * engine holds. Calling it again does nothing.
     */
    @Override
    void close();
}

package io.penstock.security;

import io.penstock.Alerts;
import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrowseRequest;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.EventSubscription;
import io.penstock.Message;
import io.penstock.MessageProgress;
import io.penstock.Operations;
import io.penstock.PenstockException;
import io.penstock.PreparedTransaction;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.PullConsumer;
import io.penstock.Receipt;
import io.penstock.RedriveRequest;
import io.penstock.RedriveResult;
import io.penstock.Replay;
import io.penstock.ReplayRequest;
import io.penstock.Routing;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.TemporaryDestination;
import io.penstock.Transaction;
import io.penstock.spi.ForwardingBroker;
import io.penstock.spi.QueuedPullConsumer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static io.penstock.security.Action.BROWSE;
import static io.penstock.security.Action.MANAGE;
import static io.penstock.security.Action.RECEIVE;
import static io.penstock.security.Action.SEND;

/**
 * A guarded broker does what its caller may, and refuses the rest with {@link PenstockException.Forbidden} before
 * anything is done. A consumer is checked when it joins and with all that it is handed; what it holds it may settle.
 * Whether a destination exists is told only to those who may do something there.
 */
final class GuardedBroker extends ForwardingBroker {

    private final CallerRights rights;
    private final Audited audited;
    private final OwnPrepared prepared;

    GuardedBroker(Broker broker, CallerRights rights) {
        super(broker);
        this.rights = rights;
        audited = new Audited(rights);
        prepared = new OwnPrepared(broker, rights);
    }

    @Override
    public Destination declare(Destination destination) {
        rights.changes().of(destination);
        return audited.call("declare", destination.name(), () -> delegate().declare(destination));
    }

    @Override
    public Destination alter(Destination destination) {
        rights.changes().of(destination);
        return audited.call("alter", destination.name(), () -> delegate().alter(destination));
    }

    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        return GuardedTemporary.open(() -> delegate().temporary(kind), rights);
    }

    @Override
    public Optional<Destination> destination(String name) {
        rights.requireAny(name);
        return delegate().destination(name);
    }

    @Override
    public List<Destination> destinations() {
        return delegate().destinations().stream()
                .filter(destination -> rights.allowsAny(destination.name()))
                .toList();
    }

    @Override
    public Subscription declare(Subscription subscription) {
        var topic = subscription.destination();
        rights.changes().of(subscription);
        return audited.call(
                "subscribe", topic + "/" + subscription.name(), () -> delegate().declare(subscription));
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        rights.requireAny(destination);
        return delegate().subscriptions(destination);
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        rights.require(RECEIVE, destination);
        audited.run(
                "unsubscribe",
                destination + "/" + subscription,
                () -> delegate().unsubscribe(destination, subscription));
    }

    @Override
    public Receipt send(Message message) {
        rights.require(SEND, message.destination());
        return delegate().send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        try {
            rights.require(SEND, message.destination());
        } catch (PenstockException.Forbidden e) {
            return CompletableFuture.failedFuture(e);
        }
        return delegate().sendAsync(message);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        try {
            messages.forEach(message -> rights.require(SEND, message.destination()));
        } catch (PenstockException.Forbidden e) {
            return CompletableFuture.failedFuture(e);
        }
        return delegate().sendAllAsync(messages);
    }

    @Override
    public Transaction begin(Duration timeout) {
        return new GuardedTransaction(delegate().begin(timeout), schedules(), rights, prepared);
    }

    @Override
    public Producer producer(ProducerOptions options) {
        return GuardedProducer.open(delegate(), options, rights);
    }

    @Override
    public List<PreparedTransaction> prepared() {
        return prepared.list();
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        prepared.require(globalId, "commit");
        delegate().commitPrepared(globalId);
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        prepared.require(globalId, "rollback");
        delegate().rollbackPrepared(globalId);
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        prepared.require(globalId, "forget");
        delegate().forgetPrepared(globalId);
        prepared.forget(globalId);
    }

    @Override
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        var right = ReceiveRight.of(rights, options, delegate()::routing);
        right.require();
        var guarded = GuardedHandler.of(handler, right);
        var consumer = delegate().consume(options, guarded);
        guarded.closes(consumer::close);
        return new GuardedConsumer(consumer, right);
    }

    /** Over a consumer of this view, which checks what it is handed. */
    @Override
    public PullConsumer consume(ConsumerOptions options) {
        return new QueuedPullConsumer(this, options);
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        rights.require(MANAGE, destination);
        audited.run(
                "seek", destination + "/" + subscription, () -> delegate().seek(destination, subscription, position));
    }

    @Override
    public void pause(String destination, String subscription) {
        rights.require(MANAGE, destination);
        audited.run("pause", destination + "/" + subscription, () -> delegate().pause(destination, subscription));
    }

    @Override
    public void resume(String destination, String subscription) {
        rights.require(MANAGE, destination);
        audited.run("resume", destination + "/" + subscription, () -> delegate().resume(destination, subscription));
    }

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        var right = ReceiveRight.at(rights, request.destination());
        right.require();
        var guarded = GuardedHandler.of(handler, right);
        var replay = delegate().replay(request, guarded);
        guarded.closes(replay::close);
        return replay;
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        rights.require(BROWSE, request.destination());
        return delegate().browse(request);
    }

    @Override
    public List<MessageProgress> progress(String destination, int partition, long offset) {
        rights.require(BROWSE, destination);
        return delegate().progress(destination, partition, offset);
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        rights.require(BROWSE, destination);
        return delegate().newest(destination, key);
    }

    /** The actor is the caller, whatever the request says. */
    @Override
    public RedriveResult redrive(RedriveRequest request) {
        rights.require(MANAGE, request.deadLetterQueue());
        var mine = request.copy().actor(rights.caller().name()).build();
        return audited.call(
                "redrive", request.deadLetterQueue(), () -> delegate().redrive(mine));
    }

    @Override
    public Operations operations() {
        return new GuardedOperations(delegate().operations(), rights, audited);
    }

    /** Events tell of everybody's destinations. */
    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        rights.requireBroker("events", "listen to the events of the broker");
        return delegate().events(listener);
    }

    @Override
    public GuardedSchedules schedules() {
        return new GuardedSchedules(delegate().schedules(), rights, audited);
    }

    @Override
    public Alerts alerts() {
        return new GuardedAlerts(delegate().alerts(), rights, audited);
    }

    @Override
    public Routing routing() {
        return new GuardedRouting(delegate().routing(), rights, audited);
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        rights.requireAny(destination);
        return delegate().statistics(destination);
    }

    /** Does nothing: the broker is everybody's. */
    @Override
    public void close() {
        // The view holds nothing that needs closing.
    }
}

package io.penstock.remote;

import io.penstock.Alerts;
import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Capabilities;
import io.penstock.Capability;
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
import io.penstock.Schedules;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.TemporaryDestination;
import io.penstock.Transaction;
import io.penstock.TypedSender;
import io.penstock.remote.connection.Dispatch;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.RemoteCalls;
import io.penstock.spi.CodecSender;
import io.penstock.spi.QueuedPullConsumer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static java.util.Objects.requireNonNull;

/**
 * A remote broker is the broker that a {@link BrokerServer} serves. It keeps a connection to the server, and makes
 * another one when it is lost: calls wait for that, consumers join again, and what they held is lost to them.
 */
public final class RemoteBroker implements Broker {

    private final RemoteOptions options;
    private final Dispatch dispatch = new Dispatch("penstock-remote-handlers");
    private final Dispatch answers = new Dispatch("penstock-remote-answers");
    private final ClientLink link;
    private final RemoteSending sending;
    private final Dialer dialer;

    private RemoteBroker(RemoteOptions options) {
        this.options = options;
        link = new ClientLink(options, answers::executeEvenIfClosed);
        sending = new RemoteSending(link);
        dialer = new Dialer(options, link);
    }

    /**
     * Connects to a server, and waits for that as long as a call waits for a connection. If a {@link
     * RemoteOptions.Finder} says where the server is, it waits for nothing: see {@link #awaitConnection}.
     *
     * @throws PenstockException.Forbidden if the server does not let this client in
     * @throws PenstockException.Unavailable if no server answers
     */
    public static RemoteBroker connect(RemoteOptions options) {
        var broker = new RemoteBroker(requireNonNull(options, "options"));
        broker.dialer.start();
        if (options.finder != null) {
            return broker;
        }
        try {
            // A server that is there answers at once, however short calls wait later.
            long millis = Math.max(options.failoverWait.toMillis(), Dialer.CONNECT_MILLIS);
            ClientLink.await(broker.link.opened().orTimeout(millis, TimeUnit.MILLISECONDS));
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e.getCause() instanceof TimeoutException ? broker.link.unreachable() : e;
        }
    }

    /**
     * Waits until a server has let this client in for the first time, for that long at most, and returns whether one
     * has. Before that it has no capabilities.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitConnection(Duration longest) throws InterruptedException {
        try {
            link.opened().get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** Why a server sent this client away, if there is no connection since then; null if none did. */
    public @Nullable RuntimeException refusal() {
        return link.lastRefusal();
    }

    /** Whether there is a connection to a server now. */
    public boolean isConnected() {
        return link.isConnected();
    }

    @Override
    public Destination declare(Destination destination) {
        return link.ask(RemoteCalls.DECLARE, requireNonNull(destination, "destination"));
    }

    @Override
    public Destination alter(Destination destination) {
        return link.ask(RemoteCalls.ALTER, requireNonNull(destination, "destination"));
    }

    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        var made = link.ask(RemoteCalls.TEMPORARY, requireNonNull(kind, "kind"));
        return new RemoteTemporary(link, made.first(), made.second());
    }

    @Override
    public Optional<Destination> destination(String name) {
        return link.ask(RemoteCalls.FIND, requireNonNull(name, "name"));
    }

    @Override
    public List<Destination> destinations() {
        return link.ask(RemoteCalls.LIST, Codec.Nothing.NOTHING);
    }

    @Override
    public Subscription declare(Subscription subscription) {
        return link.ask(RemoteCalls.SUBSCRIBE, requireNonNull(subscription, "subscription"));
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        return link.ask(RemoteCalls.SUBSCRIPTIONS, requireNonNull(destination, "destination"));
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        link.ask(RemoteCalls.UNSUBSCRIBE, names(destination, subscription));
    }

    private static Codec.Pair<String, String> names(String destination, String subscription) {
        return new Codec.Pair<>(
                requireNonNull(destination, "destination"), requireNonNull(subscription, "subscription"));
    }

    @Override
    public Receipt send(Message message) {
        return sending.send(requireNonNull(message, "message"));
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return sending.sendAsync(requireNonNull(message, "message"));
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        return sending.sendAllAsync(requireNonNull(messages, "messages"));
    }

    @Override
    public <T> TypedSender<T> sender(String destination, Class<T> type) {
        requireNonNull(destination, "destination");
        requireNonNull(type, "type");
        var codec = options.codec;
        if (codec == null) {
            throw new PenstockException.Unsupported(
                    Capability.TYPED_PAYLOADS, "A sender of " + type.getName() + " to '" + destination + "'");
        }
        return new CodecSender<>(this, codec, destination, type);
    }

    @Override
    public Transaction begin(Duration timeout) {
        return RemoteTransaction.begin(link, sending, requireNonNull(timeout, "timeout"));
    }

    @Override
    public Producer producer(ProducerOptions producer) {
        return RemoteProducer.open(link, sending, requireNonNull(producer, "options"));
    }

    @Override
    public List<PreparedTransaction> prepared() {
        return link.ask(RemoteCalls.PREPARED, Codec.Nothing.NOTHING);
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        link.ask(RemoteCalls.COMMIT_PREPARED, requireNonNull(globalId, "globalId"));
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        link.ask(RemoteCalls.ROLLBACK_PREPARED, requireNonNull(globalId, "globalId"));
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        link.ask(RemoteCalls.FORGET_PREPARED, requireNonNull(globalId, "globalId"));
    }

    @Override
    public Consumer consume(ConsumerOptions consumer, DeliveryHandler handler) {
        return RemoteConsumer.join(
                link, dispatch, requireNonNull(consumer, "options"), requireNonNull(handler, "handler"));
    }

    @Override
    public PullConsumer consume(ConsumerOptions consumer) {
        return new QueuedPullConsumer(this, requireNonNull(consumer, "options"));
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        link.ask(
                RemoteCalls.SEEK,
                new Codec.Triple<>(
                        requireNonNull(destination, "destination"),
                        requireNonNull(subscription, "subscription"),
                        requireNonNull(position, "position")));
    }

    @Override
    public void pause(String destination, String subscription) {
        link.ask(RemoteCalls.PAUSE, names(destination, subscription));
    }

    @Override
    public void resume(String destination, String subscription) {
        link.ask(RemoteCalls.RESUME, names(destination, subscription));
    }

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        return RemoteReplay.begin(
                link, dispatch, requireNonNull(request, "request"), requireNonNull(handler, "handler"));
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        return link.ask(RemoteCalls.BROWSE, requireNonNull(request, "request"));
    }

    @Override
    public List<MessageProgress> progress(String destination, int partition, long offset) {
        return link.ask(
                RemoteCalls.PROGRESS,
                new Codec.Triple<>(requireNonNull(destination, "destination"), (long) partition, offset));
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        return link.ask(
                RemoteCalls.NEWEST,
                new Codec.Pair<>(requireNonNull(destination, "destination"), requireNonNull(key, "key")));
    }

    @Override
    public RedriveResult redrive(RedriveRequest request) {
        return link.ask(RemoteCalls.REDRIVE, requireNonNull(request, "request"));
    }

    @Override
    public Operations operations() {
        return new RemoteOperations(link);
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        return RemoteEvents.listen(link, requireNonNull(listener, "listener"));
    }

    @Override
    public Schedules schedules() {
        return new RemoteSchedules(link);
    }

    @Override
    public Alerts alerts() {
        return new RemoteAlerts(link, dispatch);
    }

    @Override
    public Routing routing() {
        return new RemoteRouting(link);
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        return link.ask(RemoteCalls.STATISTICS, requireNonNull(destination, "destination"));
    }

    /** Those of the server's broker, without backups, which are made where the files are. */
    @Override
    public Capabilities capabilities() {
        return link.capabilities();
    }

    /**
     * The health that the server's broker had a moment ago; {@link BrokerHealth.State#DEGRADED} while there is no
     * connection, and {@link BrokerHealth.State#FAILED} when there was none for longer than calls wait.
     */
    @Override
    public BrokerHealth health() {
        return link.health();
    }

    /** Lets go of all that this client has at the server. The server's broker stays open. */
    @Override
    public void close() {
        if (link.close()) {
            dialer.close();
            dispatch.close();
            answers.close();
        }
    }
}

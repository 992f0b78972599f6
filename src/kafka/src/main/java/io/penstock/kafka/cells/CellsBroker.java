package io.penstock.kafka.cells;

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
import io.penstock.spi.QueuedPullConsumer;
import io.penstock.spi.RedirectedSender;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A broker that hands each call on to the broker of the cell that the destination belongs to. What would have to happen
 * in two cells together is refused with {@link PenstockException.Unsupported}. With one cell it does what that one
 * does.
 */
public final class CellsBroker implements Broker {

    /** Names of the first cell that wait to be written down. More are told of again when they are used. */
    private static final int MAX_ADOPTED = 1_000;

    private final CellTable table;
    private final List<CellLink> cells;
    private final Placing placing;
    private final PlacementRules rules;
    private final InstantSource clock;
    private final CellRules everywhere;
    private final CellRouting routing;
    private final CellSchedules schedules;
    private final CellAlerts alerts;
    private final CellOperations operations;
    private final CellPrepared prepared;
    private final AtomicInteger temporaries = new AtomicInteger();
    private final ThreadPoolExecutor background =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_ADOPTED), task -> {
                var thread = new Thread(task, "penstock-cells");
                thread.setDaemon(true);
                return thread;
            });

    /** For consumers whose destination was moved. */
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "penstock-cells-later");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Makes a broker of cells.
     *
     * @param cells at least one; names without a place belong to the first. They are closed with this broker
     * @param placements closed with this broker
     * @param patterns the cells of new destinations by pattern; the others get theirs by the hash of their names
     * @param clock for the time-outs of transactions
     * @throws PenstockException.InvalidConfiguration if a pattern names a cell that there is not
     */
    public CellsBroker(List<CellLink> cells, Placements placements, PlacementRules patterns, InstantSource clock) {
        if (cells.isEmpty() || cells.size() > OperationIds.MOST_CELLS) {
            throw new PenstockException.InvalidConfiguration(
                    "There are " + cells.size() + " cells: use 1 to " + OperationIds.MOST_CELLS + ".");
        }
        table = new CellTable(cells, placements);
        this.cells = table.cells();
        this.clock = clock;
        rules = patterns;
        placing = new Placing(table, patterns, background);
        everywhere = new CellRules(table);
        routing = new CellRouting(table, placing, everywhere);
        schedules = new CellSchedules(table, placing);
        alerts = new CellAlerts(table, everywhere);
        operations = new CellOperations(table, placing);
        prepared = new CellPrepared(this.cells);
        if (!table.isSingle()) {
            background.execute(everywhere::completeAll);
        }
    }

    private Broker of(String destination) {
        return table.of(destination).broker();
    }

    private Broker first() {
        return table.first().broker();
    }

    @Override
    public Destination declare(Destination destination) {
        if (table.isSingle()) {
            return first().declare(destination);
        }
        var cell = placing.place(destination, routing.together(destination));
        if (destination.kind() == DestinationKind.TOPIC) {
            everywhere.complete(cell);
        }
        return cell.broker().declare(destination);
    }

    @Override
    public Destination alter(Destination destination) {
        var cell = table.of(destination.name());
        if (destination.isExchange()) {
            placing.together(cell, destination.name(), routing.together(destination));
        }
        return cell.broker().alter(destination);
    }

    /** Each cell in turn gets one: whoever answers need not be of the same cell. */
    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        int turn = Math.floorMod(temporaries.getAndIncrement(), cells.size());
        return cells.get(turn).broker().temporary(kind);
    }

    @Override
    public Optional<Destination> destination(String name) {
        return of(name).destination(name);
    }

    @Override
    public List<Destination> destinations() {
        if (table.isSingle()) {
            return first().destinations();
        }
        var names = new HashSet<String>();
        return cells.stream()
                .flatMap(cell -> cell.broker().destinations().stream()
                        .filter(each -> isOf(cell, each.name()) && names.add(each.name())))
                .sorted(Comparator.comparing(Destination::name))
                .toList();
    }

    private boolean isOf(CellLink cell, String name) {
        var place = table.place(name);
        return place == null || place.cell().equals(cell.name());
    }

    @Override
    public Subscription declare(Subscription subscription) {
        var cell = table.of(subscription.destination());
        if (!table.isSingle()
                && !Destination.isTemporary(subscription.destination())
                && cell.broker().destination(subscription.destination()).isPresent()) {
            var letters =
                    new HashSet<>(subscription.deadLetter().queues(subscription.destination(), subscription.name()));
            letters.removeIf(Destination::isTemporary); // The cell says what is wrong with those.
            placing.together(cell, subscription.destination(), letters);
        }
        return cell.broker().declare(subscription);
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        return of(destination).subscriptions(destination);
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        of(destination).unsubscribe(destination, subscription);
    }

    @Override
    public Receipt send(Message message) {
        return of(message.destination()).send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        var cell = table.known(message.destination());
        return cell == null
                ? table.call(message.destination(), broker -> broker.sendAsync(message))
                : cell.broker().sendAsync(message);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        return table.isSingle() ? first().sendAllAsync(messages) : new SendTogether(table, messages).send();
    }

    /** The codec is the same everywhere: a sender of the first cell makes messages for all. */
    @Override
    public <T> TypedSender<T> sender(String destination, Class<T> type) {
        return new RedirectedSender<>(this, first().sender(destination, type));
    }

    @Override
    public Transaction begin(Duration timeout) {
        return table.isSingle()
                ? first().begin(timeout)
                : new CellTransaction(table, schedules, prepared, timeout, clock::millis);
    }

    @Override
    public Producer producer(ProducerOptions options) {
        return CellProducer.open(table, placing, rules, options);
    }

    @Override
    public List<PreparedTransaction> prepared() {
        return prepared.list();
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        prepared.commit(globalId);
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        prepared.rollback(globalId);
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        cells.forEach(cell -> cell.broker().forgetPrepared(globalId));
    }

    @Override
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        if (table.isSingle() || Destination.isTemporary(options.destination())) {
            return of(options.destination()).consume(options, handler);
        }
        if (!options.isOfRule()) {
            return new PlacedConsumer(table, later, options, handler);
        }
        cells.forEach(everywhere::complete);
        return new CellsConsumer(table, options, handler);
    }

    @Override
    public PullConsumer consume(ConsumerOptions options) {
        return table.isSingle() || Destination.isTemporary(options.destination())
                ? of(options.destination()).consume(options)
                : new QueuedPullConsumer(this, options);
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        of(destination).seek(destination, subscription, position);
    }

    @Override
    public void pause(String destination, String subscription) {
        of(destination).pause(destination, subscription);
    }

    @Override
    public void resume(String destination, String subscription) {
        of(destination).resume(destination, subscription);
    }

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        return of(request.destination()).replay(request, handler);
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        return of(request.destination()).browse(request);
    }

    @Override
    public List<MessageProgress> progress(String destination, int partition, long offset) {
        return of(destination).progress(destination, partition, offset);
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        return of(destination).newest(destination, key);
    }

    @Override
    public RedriveResult redrive(RedriveRequest request) {
        return of(request.deadLetterQueue()).redrive(request);
    }

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        return CellEvents.of(cells, listener);
    }

    @Override
    public Schedules schedules() {
        return schedules;
    }

    @Override
    public Alerts alerts() {
        return alerts;
    }

    @Override
    public Routing routing() {
        return routing;
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        return of(destination).statistics(destination);
    }

    @Override
    public Capabilities capabilities() {
        var of = first().capabilities();
        return table.isSingle()
                ? of
                : of.copy()
                        .without(Capability.ATOMIC_ACROSS_DESTINATIONS)
                        .without(Capability.BACKUPS)
                        .build();
    }

    /**
     * Moves a destination to another cell, with its dead-letter queues and its subscriptions, when all that is in it
     * has been settled. Meanwhile it takes no messages: whoever sends or joins is told so, and consumers that have
     * joined go on, in the other cell when it is moved. What is retained of settled messages is not moved. If this is
     * interrupted, call it again: it goes on.
     *
     * @param limit how long to wait; after that everything is as it was
     * @throws PenstockException.Conflict if something that stays needs it, or it still has messages at the end
     * @throws PenstockException.UnknownDestination if there is none of that name
     * @throws PenstockException.InvalidConfiguration if there is no such cell
     */
    public void move(String destination, String cell, Duration limit) {
        new CellMove(table, limit).move(destination, cell);
    }

    /** The worst of all cells; the detail names each of them. */
    @Override
    public BrokerHealth health() {
        return CellsHealth.of(cells);
    }

    @Override
    public void close() {
        background.shutdownNow();
        later.shutdownNow();
        cells.forEach(cell -> cell.broker().close());
        table.placements().close();
    }
}

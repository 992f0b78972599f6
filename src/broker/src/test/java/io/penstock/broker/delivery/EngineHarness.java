package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.ConsumerOptions;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.destination.RouteGuard;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.event.DeathNotices;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.filter.Fields;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.LoopWork;
import io.penstock.broker.record.RecordView;
import io.penstock.broker.subscription.Engines;
import io.penstock.broker.subscription.LocalConsumer;
import io.penstock.journal.JournalException;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A subscription's engine with no file, thread or clock: the journal is a list of bytes, the loop is stepped, the time
 * is a number.
 */
final class EngineHarness implements LoopContext, SubscriptionContext, DeadLetterQueues {

    /** A record that a test has sent. */
    record Sent(long offset, byte[] key, long deliverAtMillis, String target, Message message) implements RecordView {

        @Override
        public Fields fields() {
            return name -> message.headers().get(name);
        }
    }

    final LocalDestination destination;
    final LocalDestination deadLetters = new LocalDestination(
            new Entry.DestinationDeclared(Destination.queue("q.dlq").build(), 1_000, 2),
            () -> 1L,
            new RouteGuard(),
            0,
            Engines::new);
    final List<List<Sent>> records = new ArrayList<>();
    final List<byte[]> journal = new ArrayList<>();
    final ArrayDeque<Decision> undecided = new ArrayDeque<>();
    final List<Decision.Letter> letters = new ArrayList<>();
    final Subscription subscription;
    Consumer<Decision> onJournaled = decision -> {};
    long now = 1_000_000;

    /** Which cannot be read; -1 for none. */
    int offlinePartition = -1;

    SubscriptionEngine engine;
    private Engines engines;

    /** Chooses before which records there are holes; null for none. */
    Random holes;

    /** Chooses which records have to be fetched first; null if all are at hand. */
    Random distance;

    /** Those that wait for a record to be fetched. */
    private final List<Source> fetching = new ArrayList<>();

    private final Random random;
    private final ArrayDeque<Command<?>> commands = new ArrayDeque<>();
    private Alarms alarms = new Alarms();
    private final Set<Command<?>> postponed = new HashSet<>();
    private boolean scheduled;

    EngineHarness(int partitions, Subscription subscription, Random random) {
        this(Destination.queue("q").partitions(partitions).build(), subscription, random);
    }

    EngineHarness(Destination declared, Subscription subscription, Random random) {
        this.subscription = subscription;
        this.random = random;
        destination = new LocalDestination(
                new Entry.DestinationDeclared(declared, 0, 1), () -> 1L, new RouteGuard(), 0, made -> {
                    engines = new Engines(made);
                    return engines;
                });
        for (int i = 0; i < destination.partitionCount(); i++) {
            records.add(new ArrayList<>());
        }
        restart(true);
    }

    /** A new process: what is not in the journal is gone. */
    void restart(boolean clean) {
        if (engine != null) {
            engines.remove(engine);
        }
        undecided.clear();
        fetching.clear();
        commands.clear();
        postponed.clear();
        alarms = new Alarms();
        scheduled = false;
        engine = new SubscriptionEngine(
                1, destination, subscription, false, new long[destination.partitionCount()], null, this);
        for (byte[] entry : journal) {
            engine.apply((Entry.Progress) EntryCodec.decode(ByteBuffer.wrap(entry)));
        }
        engines.add(engine);
        var suspects = clean ? new long[destination.partitionCount()] : destination.endOffsets();
        engine.start(Source::new, suspects);
    }

    /** One that has joined. */
    LocalConsumer consumer(ConsumerOptions options, DeliveryHandler handler) {
        var consumer = new LocalConsumer(engine, options, handler, null, engines::remove);
        consumer.join();
        return consumer;
    }

    /** As the log: what was removed is null, and the first that is left begins it. */
    private final class Source implements RecordView.Source {

        private static final long NOTHING = -1;

        private final List<Sent> records;
        private final int partition;
        private final Runnable whenHere;

        /** What was found to be at hand. */
        private long here = NOTHING;

        private long wanted = NOTHING;

        private Source(PartitionLog log, Runnable whenHere) {
            partition = log.index();
            this.whenHere = whenHere;
            records = EngineHarness.this.records.get(partition);
        }

        @Override
        public boolean isHere(long offset) {
            requireOnline();
            if (distance == null || offset == here || offset != wanted && distance.nextInt(3) > 0) {
                here = offset;
                return true;
            }
            if (offset != wanted) {
                cancelFetch();
                wanted = offset;
                fetching.add(this);
            }
            return false;
        }

        @Override
        public void cancelFetch() {
            fetching.remove(this);
            wanted = NOTHING;
        }

        /** What was fetched has come; now and then it is gone again at once. */
        private void come() {
            here = distance.nextInt(8) > 0 ? wanted : NOTHING;
            cancelFetch();
            whenHere.run();
        }

        private void requireOnline() {
            if (partition == offlinePartition) {
                throw new JournalException.PartitionOffline(partition, "damaged");
            }
        }

        @Override
        public RecordView from(long offset) {
            if (distance != null && offset != here) {
                throw new AssertionError("Offset " + offset + " would be waited for.");
            }
            requireOnline();
            return records.stream()
                    .skip(offset)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public long startOffset() {
            long removed = records.stream().takeWhile(Objects::isNull).count();
            long start = 0;
            while (start < removed && destination.partition(partition).holes().skip(start) == start) {
                start++;
            }
            return start;
        }
    }

    long send(int partition, String key, long deliverAtMillis) {
        return send(partition, Message.to("q").key(key), deliverAtMillis);
    }

    long send(int partition, Message.Builder content, long deliverAtMillis) {
        var ofPartition = records.get(partition);
        if (holes != null && holes.nextInt(3) == 0) {
            hole(partition, 1 + holes.nextInt(2));
        }
        var message = content.body("b").id(partition + "-" + ofPartition.size()).build();
        ofPartition.add(new Sent(ofPartition.size(), message.key(), deliverAtMillis, null, message));
        destination.partition(partition).endOffset(ofPartition.size());
        destination.grown(1);
        destination.written(partition, ofPartition.size() - 1L, 1, () -> new int[] {1});
        return ofPartition.size() - 1L;
    }

    /** So many offsets at the end of a partition have no record. */
    void hole(int partition, int offsets) {
        records.get(partition).addAll(Collections.nCopies(offsets, null));
        TestDestinations.hole(destination, partition, offsets);
    }

    /** The destination has that many partitions from now on, which the loop is told; {@link #grown} ends it. */
    void growing(int partitions) {
        var entry = new GrowthEntry.Begun(0, partitions, destination.partitionCount());
        destination.publish(destination.growing(entry));
        while (records.size() < destination.partitionCount()) {
            records.add(new ArrayList<>());
        }
        deliver(LoopCall.of(engine::grow));
    }

    void grown() {
        var table = destination.partitions();
        var ends = Arrays.copyOf(table.endOffsets(), table.unfinished().from() * table.lanes());
        destination.growthOver(new GrowthEntry.Over(0, ends));
        deliver(LoopCall.of(engine::grow));
    }

    /** The log has it no longer: expired if nothing older is left, compacted otherwise. */
    void remove(int partition, long... offsets) {
        for (long offset : offsets) {
            records.get(partition).set((int) offset, null);
        }
    }

    /** One turn of the loop; what it decides waits for {@link #journal(int)}. */
    void turn() {
        beginTurn();
        restOfTurn();
    }

    /** What has been told until now; others may have their part of the turn before the {@link #restOfTurn rest}. */
    void beginTurn() {
        for (var source : List.copyOf(fetching)) {
            if (distance.nextBoolean()) {
                source.come();
            }
        }
        while (!commands.isEmpty()) {
            commands.poll().execute();
        }
    }

    /** What is told meanwhile is not heard before the next turn begins. */
    void restOfTurn() {
        alarms.fire(now);
        if (scheduled) {
            scheduled = false;
            engine.unscheduled();
            engine.turn(true);
        }
    }

    /** Makes the oldest decisions durable, and tells their outcomes unless the process dies first. */
    void journal(int most, boolean told) {
        for (int i = 0; i < most && !undecided.isEmpty(); i++) {
            var decision = undecided.poll();
            for (var entry : decision.entries()) {
                byte[] bytes = EntryCodec.encode(entry);
                journal.add(bytes);
                if (told) {
                    engine.apply((Entry.Progress) EntryCodec.decode(ByteBuffer.wrap(bytes)));
                }
            }
            letters.addAll(decision.letters());
            onJournaled.accept(decision);
            if (told) {
                decision.outcome().durable();
            }
        }
    }

    /** Until nothing happens any more at this time. */
    void settle() {
        do {
            turn();
            journal(Integer.MAX_VALUE, true);
        } while (scheduled && !undecided.isEmpty() || !commands.isEmpty() || !fetching.isEmpty());
        turn();
        journal(Integer.MAX_VALUE, true);
        turn();
    }

    @Override
    public ScheduledBound scheduled() {
        return new ScheduledBound(Long.MAX_VALUE);
    }

    @Override
    public LoopContext loop() {
        return this;
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public Set<Command<?>> postponed() {
        return postponed;
    }

    @Override
    public boolean forcesSettlements() {
        return false;
    }

    @Override
    public void decide(Decision decision) {
        undecided.add(decision);
    }

    @Override
    public void schedule(LoopWork which) {
        if (which == engine) {
            engine.scheduledNow();
            scheduled = true;
        }
    }

    @Override
    public void submit(Command<?> command) {
        commands.add(command);
    }

    @Override
    public void requireMayWait() {
        // Nobody waits here: everything is done at once.
    }

    @Override
    public void submitAndWait(Command<?> command) {
        throw new UnsupportedOperationException("nobody waits here: the test says when the loop has its turn");
    }

    @Override
    public void deliver(Command<?> command) {
        commands.add(command);
    }

    @Override
    public <T> T ask(Supplier<T> question) {
        return question.get();
    }

    @Override
    public void callQuietly(Runnable action) {
        action.run();
    }

    @Override
    public void stopServing() {
        throw new PenstockException.Unavailable("no test stops serving");
    }

    @Override
    public void stopServing(PenstockException cause) {
        stopServing();
    }

    @Override
    public DeadLetterQueues deadLetterQueues() {
        return this;
    }

    @Override
    public LocalDestination find(String name) {
        return name.equals("q.dlq") ? deadLetters : null;
    }

    @Override
    public CompletionStage<LocalDestination> declareQueue(String name) {
        return CompletableFuture.failedFuture(new AssertionError("the queue exists: " + name));
    }

    @Override
    public boolean isDeadLetterQueue(String name) {
        return name.equals("q.dlq");
    }

    @Override
    public DeathNotices deaths() {
        return (death, alert) -> raise(death);
    }

    @Override
    public void raise(BrokerEvent event) {
        // Nobody listens here.
    }
}

package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.LogOwner;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.journal.FrameAssembly;
import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.journal.JournalReader;
import io.penstock.kafka.journal.MigrationMark;
import io.penstock.kafka.journal.Snapshots;
import io.penstock.kafka.journal.UnreadableJournalException;
import io.penstock.kafka.owner.Candidate;
import io.penstock.kafka.owner.CellOwnership;
import io.penstock.kafka.owner.OwnerDoor;
import io.penstock.kafka.topic.KafkaRetention;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Opens the log of a cell: waits as a {@link Candidate} until it is owned, and then tells all that is in it. The
 * candidate can be asked to wait before the owner of the log exists.
 */
public final class LogOpening implements AutoCloseable {

    /** Of the memory for records, what those of temporary destinations may take, and those that were fetched. */
    private static final int MEMORY_SHARE = 4;

    /** For so long, what was settled can be sought and replayed. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final KafkaLogSettings settings;
    private final KafkaClients clients;
    private final Admin admin;
    private final Topics topics;
    private final InstantSource clock;
    private final LongSupplier nanoTime = System::nanoTime;
    private final Connections connections;
    private final Candidate.Cell cell;
    private final JournalReader journal;
    private final Candidate candidate;
    private final CellOwnership ownership;
    private Candidate.@Nullable Elected elected;
    private boolean isTaken;
    private boolean keepsOld;
    private boolean isCopyTarget;

    /**
     * @param admin remains the caller's
     * @param formerEpoch in which this instance owned the cell last; 0 for none
     * @param door is opened before it owns the cell
     */
    public LogOpening(
            KafkaLogSettings settings,
            KafkaClients clients,
            Admin admin,
            Topics topics,
            InstantSource clock,
            long formerEpoch,
            OwnerDoor door) {
        this.settings = settings;
        this.clients = clients;
        this.admin = admin;
        this.topics = topics;
        this.clock = clock;
        connections = new Connections(clients, settings.cell());
        cell = new Candidate.Cell(topics.names().journal(), settings.instance(), settings.lease(), settings.rules());
        journal = new JournalReader(clients.reader(), topics.names().journal());
        candidate = new Candidate(cell, connections.ids(), nanoTime, formerEpoch, door);
        ownership = new CellOwnership(cell, connections.ids(), connections.plain(), nanoTime, settings.moments());
    }

    /**
     * It is opened for a copy: nothing that is old is given up meanwhile.
     *
     * @param isTarget whether everything is being copied into it
     */
    public void copies(boolean isTarget) {
        keepsOld = true;
        isCopyTarget = isTarget;
    }

    /**
     * Waits until this instance owns the cell, and returns true; or false if it is to give up before.
     *
     * @param isPreferred whether it is to own the cell rather than another one
     */
    public boolean await(BooleanSupplier givesUp, BooleanSupplier isPreferred) {
        try {
            if (!isCopyTarget && MigrationMark.unfinished(journal) != null) {
                throw halfCopied();
            }
            elected = candidate.await(journal, givesUp, isPreferred);
            return elected != null;
        } catch (UnreadableJournalException e) {
            throw unreadable(e);
        } catch (KafkaException e) {
            throw new JournalException("Kafka does not say who owns the cell " + settings.cell() + ": " + e, e);
        }
    }

    private JournalException halfCopied() {
        return new JournalException("The cell " + settings.cell() + " is not whole: a data directory is being copied"
                + " into it, or was when that was interrupted. It can be owned as soon as 'penstock migrate' has come"
                + " to its end.");
    }

    private JournalException unreadable(UnreadableJournalException cause) {
        return new JournalException.Corrupted(
                "Topic " + topics.names().journal() + " cannot be read. " + cause.getMessage());
    }

    /**
     * Tells the owner of the log what is in it, and opens it for writing.
     *
     * @param kept gets the text that is kept of alerts, and writes it to the log
     * @param onFailure is told why the log no longer writes
     * @throws JournalException if what is there cannot be used, or if somebody else owns the cell by now
     */
    public KafkaLog open(LogOwner owner, KeptText kept, Consumer<JournalException> onFailure) {
        try {
            return opened(owner, kept, onFailure);
        } catch (UnreadableJournalException e) {
            throw unreadable(e);
        } catch (KafkaException e) {
            throw new JournalException("The log of cell " + settings.cell() + " cannot be read: " + e, e);
        }
    }

    /** What was recovered. */
    private record Recovered(
            LogOwner owner,
            KeptText kept,
            Places places,
            OwnTopics own,
            LogRecovery.Found topics,
            Ends ends,
            RecordCache cache,
            RecordCache memory,
            Teller teller,
            Carriers carriers,
            Snapshots snapshots,
            SnapshotTaker.Start start,
            Map<Integer, Long> starts) {}

    private KafkaLog opened(LogOwner owner, KeptText kept, Consumer<JournalException> onFailure) {
        var mine = elected;
        if (mine == null) {
            throw new IllegalStateException("Nobody has waited for the cell.");
        }
        var logOf = new AtomicReference<@Nullable KafkaLog>();
        ownership.begin(mine);
        // Others hear that the owner is there while it reads, however long that takes.
        ownership.keep(cause -> {
            var log = logOf.get();
            if (log != null) {
                log.lost(cause);
            }
        });
        var recovered = recovered(owner, kept, mine);
        beginJournal(recovered);
        ownership.confirm();
        var log = assembled(recovered, logOf, onFailure);
        isTaken = true;
        kept.writeTo(log::appendAndWait);
        log.start();
        return log;
    }

    /**
     * Writes the first frame of this ownership, with what was found behind the journal, before anything else is
     * confirmed: whoever opens the log later knows by it that records with entries of older ownerships are void.
     */
    private void beginJournal(Recovered recovered) {
        var carriers = recovered.carriers;
        carriers.begin(ownership.epoch());
        var items = new FrameItems();
        items.key(carriers.key());
        recovered.teller.since().moveTo(items);
        try {
            ownership.writeAndWait(items.lines());
        } catch (ExecutionException e) {
            throw new JournalException(
                    "Kafka does not take the first line of the owner of cell " + settings.cell() + ": " + e.getCause(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("Interrupted while the log was opened.", e);
        }
    }

    private Recovered recovered(LogOwner owner, KeptText kept, Candidate.Elected mine) {
        var places = new Places(owner::plan, topics.names()::ofDestination);
        var ends = new Ends();
        long memoryBytes = settings.cacheBytes() / MEMORY_SHARE;
        var cache = new RecordCache(settings.cacheBytes() - 2 * memoryBytes);
        var memory = new RecordCache(memoryBytes);
        var own = new OwnTopics();
        var carriers = new Carriers();
        var teller = new Teller(owner, ends, cache, memory, connections.gaps(), kept, own, carriers);
        var recovery = new LogRecovery(owner, teller, places, ends, connections.gaps(), carriers);
        var snapshots = new Snapshots(topics.names().snapshots(), cell.journal());
        int partitions = settings.journal().maxPartitions();
        var assembly = recovery.begin(snapshots.newest(clients), journal, cell.journal(), partitions);
        var owned = replay(recovery, assembly, mine);
        var starts = recovery.finish(partitions, topics, admin);
        var start = new SnapshotTaker.Start(assembly.storeId(), owned.offset() + 1, recovery.frames(), carriers);
        return new Recovered(
                owner,
                kept,
                places,
                own,
                recovery.topics(),
                ends,
                cache,
                memory,
                teller,
                carriers,
                snapshots,
                start,
                starts);
    }

    private KafkaLog assembled(
            Recovered recovered, AtomicReference<@Nullable KafkaLog> logOf, Consumer<JournalException> onFailure) {
        var writerOf = new AtomicReference<@Nullable FrameWriter>();
        Runnable wake = () -> {
            var writer = writerOf.get();
            if (writer != null) {
                writer.wake();
            }
        };
        var intake = new Intake(settings.journal().maxQueuedBytes(), wake);
        var taker = new SnapshotTaker(
                settings.snapshotFrames(),
                recovered.owner,
                recovered.kept,
                recovered.own,
                recovered.ends,
                recovered.places,
                ownership,
                recovered.start,
                new SnapshotTaker.Keeper(recovered.snapshots, connections.plain(), admin));
        var tools = new FrameWriter.Tools(
                intake,
                recovered.places,
                new PlainLane(connections.plain(), ownership, recovered.carriers, wake),
                new TransactionLane(connections.ids(), ownership, recovered.teller, nanoTime),
                recovered.teller,
                ownership,
                settings.moments(),
                taker);
        var writer = new FrameWriter(tools, cause -> {
            var failed = logOf.get();
            if (failed != null) {
                failed.failed(cause);
            }
        });
        writerOf.set(writer);
        var retention = new KafkaRetention(topics, recovered.owner, clock, YOUNG, ownership::confirm);
        var upkeep = new Upkeep(
                keepsOld ? null : retention, recovered.ends, recovered.starts, () -> intake.take(new Note(), false));
        var ahead = new ReadAhead(settings.cacheBytes() / MEMORY_SHARE);
        var reads = new LogReads(
                recovered.places, recovered.ends, recovered.cache, recovered.memory, ahead, topics, upkeep::start);
        var parts = new OpenedLog(
                settings,
                recovered.start.storeId(),
                topics,
                intake,
                recovered.places,
                recovered.own,
                recovered.topics,
                recovered.ends,
                reads,
                new Fetcher(ahead, recovered.carriers::isVoid, clients::readerOfPresent, nanoTime, settings.moments()),
                recovered.teller,
                writer,
                taker,
                ownership,
                upkeep,
                connections);
        var log = new KafkaLog(parts, onFailure);
        logOf.set(log);
        return log;
    }

    /** Asks the journal to say what was told since it last did. */
    private static final class Note extends Append {

        Note() {
            super(false);
        }

        @Override
        public void durable() {
            // Nobody waits for it.
        }

        @Override
        public void failed(JournalException cause) {
            // Whoever opens the log looks for what it would have said.
        }
    }

    /** Reads the journal up to the line with which this ownership begins. */
    private Candidate.Elected replay(LogRecovery recovery, FrameAssembly assembly, Candidate.Elected first) {
        var mine = first;
        recovery.replay(journal, assembly, mine.offset() + 1);
        while (assembly.ownedOffset() != mine.offset()) {
            if (assembly.epoch() == mine.epoch()) {
                // Two candidates had taken over some of the ids each. The first line counts, and its lease is to be
                // waited for.
                throw quicker();
            }
            // The last lines were all of a former owner, so that the epoch was taken for free.
            mine = candidate.own(assembly.epoch() + 1);
            if (mine == null) {
                throw quicker();
            }
            ownership.begin(mine);
            recovery.replay(journal, assembly, mine.offset() + 1);
        }
        if (assembly.isMigrating() && !isCopyTarget) {
            throw halfCopied(); // It was begun after this instance had looked for the first time.
        }
        return mine;
    }

    private JournalException quicker() {
        return new JournalException(
                "Another instance was quicker to own the cell " + settings.cell() + ". Wait for it.");
    }

    @Override
    public void close() {
        journal.close();
        if (!isTaken) {
            ownership.close();
            connections.close();
        }
    }
}

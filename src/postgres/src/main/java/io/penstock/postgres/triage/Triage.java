package io.penstock.postgres.triage;

import io.penstock.Broker;
import io.penstock.DeadLetterRequest;
import io.penstock.OperationRecord;
import io.penstock.PenstockException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * The dead letters of the application's broker, for people who work through them: to be searched, given a status and a
 * note, and put back by a search.
 *
 * <p>All methods but {@link #problem} fail with {@link PenstockException.InvalidConfiguration} if there is no database,
 * or the triage is off.
 */
@ApplicationScoped
public class Triage {

    /** The most letters that one request puts back: so many operations of 1,000 letters go on beside each other. */
    public static final int MAX_REDRIVEN = 10_000;

    /** The most letters of a page. */
    public static final int MAX_PAGE = 1_000;

    private static final int MAX_NOTE_CHARS = 4_000;

    private final TriageLetters letters;
    private final TriageProjector projector;

    Triage(TriageLetters letters, TriageProjector projector) {
        this.letters = letters;
        this.projector = projector;
    }

    /**
     * One page of letters.
     *
     * @param total letters that the search finds, on all pages
     * @param next the place after which the next page begins; empty on the last one
     */
    public record Page(List<TriageLetter> letters, long total, Optional<TriagePlace> next) {}

    /**
     * What came of putting letters back.
     *
     * @param matched letters that are in their queues, and that the search finds
     * @param operations that put them back, whose progress {@link Broker#operations()} shows; none in a dry run
     */
    public record Redriven(long matched, List<OperationRecord> operations) {}

    /** What is missing for the triage; empty if it can be used. */
    public Optional<String> problem() {
        try {
            projector.logId();
            return Optional.empty();
        } catch (PenstockException.InvalidConfiguration e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Searches letters, the latest death first.
     *
     * @param after the {@code next} of the page before; null for the first
     * @param size 1 to {@value #MAX_PAGE}
     */
    @Transactional
    public Page search(TriageSearch search, @Nullable TriagePlace after, int size) {
        var logId = projector.logId();
        if (size < 1 || size > MAX_PAGE) {
            throw new PenstockException.InvalidConfiguration(
                    "A page of " + size + " letters cannot be shown: choose 1 to " + MAX_PAGE + ".");
        }
        // One more than is shown tells whether there is another page.
        var found = letters.find(logId, search, after).page(0, size + 1).list();
        var total = letters.find(logId, search).count();
        if (found.size() <= size) {
            return new Page(found, total, Optional.empty());
        }
        var shown = List.copyOf(found.subList(0, size));
        var last = shown.get(size - 1);
        return new Page(shown, total, Optional.of(new TriagePlace(last.diedAt, last.id)));
    }

    /** The letter of that number, if the database knows it. */
    @Transactional
    public Optional<TriageLetter> find(long id) {
        var logId = projector.logId();
        return letters.findByIdOptional(id).filter(letter -> letter.logId.equals(logId));
    }

    /** What was done with a letter, the first first. */
    @Transactional
    public List<TriageChange> history(long id) {
        projector.logId();
        return letters.changes(id);
    }

    /**
     * Gives a letter a status and a note. The letter itself stays where it is.
     *
     * @param note empty to leave the note as it is
     * @return false if the database does not know the letter
     */
    @Transactional
    public boolean change(long id, TriageStatus status, String note, String actor) {
        Objects.requireNonNull(status, "status");
        DeadLetterRequest.requireActor(actor);
        if (note.length() > MAX_NOTE_CHARS || note.indexOf('\0') >= 0) {
            throw new PenstockException.InvalidConfiguration("The note has " + note.length() + " characters: at most "
                    + MAX_NOTE_CHARS + " are possible, none of them NUL.");
        }
        return letters.change(projector.logId(), List.of(id), status, note, actor) == 1;
    }

    /**
     * Has the letters that a search finds put back, in the background, and marks them as redriven.
     *
     * @param broker as the actor may use it
     * @param limit of letters; 1 to {@value #MAX_REDRIVEN}
     * @param isDryRun whether they are only counted
     */
    public Redriven redrive(
            Broker broker, TriageSearch search, int limit, boolean isDryRun, String actor, String reason) {
        if (limit < 1 || limit > MAX_REDRIVEN) {
            throw new PenstockException.InvalidConfiguration("limit = " + limit + ": use 1 to " + MAX_REDRIVEN + ".");
        }
        DeadLetterRequest.requireActor(actor);
        var logId = projector.logId();
        var found = QuarkusTransaction.requiringNew()
                .call(() -> letters.find(logId, present(search)).page(0, limit).list());
        if (isDryRun) {
            return new Redriven(found.size(), List.of());
        }
        var operations = new ArrayList<OperationRecord>();
        for (var part : parts(found)) {
            var ids = new HashSet<String>();
            part.forEach(letter -> ids.add(letter.messageId));
            var request = DeadLetterRequest.all(part.get(0).queue, actor)
                    .messageIds(ids)
                    .reason(reason)
                    .build();
            var marked = part.stream().map(letter -> letter.id).toList();
            // Whoever sees that a letter is gone, or back, waits for the mark; if nothing is put back, there is none.
            operations.add(QuarkusTransaction.requiringNew().call(() -> {
                letters.change(logId, marked, TriageStatus.REDRIVEN, "", actor);
                return broker.operations().redrive(request);
            }));
        }
        return new Redriven(found.size(), operations);
    }

    /** The search among the letters that are in their queues. */
    private static TriageSearch present(TriageSearch search) {
        return new TriageSearch(
                search.queue(),
                search.destination(),
                search.subscription(),
                search.reason(),
                search.exception(),
                search.headers(),
                search.from(),
                search.to(),
                search.text(),
                search.status(),
                false);
    }

    /** The letters by queue, as many together as one request may name. */
    private static List<List<TriageLetter>> parts(List<TriageLetter> found) {
        Map<String, List<List<TriageLetter>>> byQueue = new LinkedHashMap<>();
        for (var letter : found) {
            var parts = byQueue.computeIfAbsent(letter.queue, queue -> new ArrayList<>());
            if (parts.isEmpty() || parts.get(parts.size() - 1).size() == DeadLetterRequest.MAX_IDS) {
                parts.add(new ArrayList<>());
            }
            parts.get(parts.size() - 1).add(letter);
        }
        return byQueue.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Reads all dead letters from the log anew, and returns when that is done. Status, notes and history of a letter
     * stay; letters that are gone are marked.
     *
     * @throws PenstockException.Unavailable if the database cannot be reached
     */
    public void rebuild() {
        projector.logId();
        try {
            projector.look(true);
        } catch (SQLException e) {
            throw new PenstockException.Unavailable("The dead letters could not be written: " + e.getMessage(), e);
        }
    }
}

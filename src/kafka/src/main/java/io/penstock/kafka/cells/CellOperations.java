package io.penstock.kafka.cells;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterRequest;
import io.penstock.OperationRecord;
import io.penstock.Operations;
import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Operations by hand, each in the cell of its destination; a deletion frees the name for any cell. */
final class CellOperations implements Operations {

    private final CellTable table;
    private final Placing placing;

    CellOperations(CellTable table, Placing placing) {
        this.table = table;
        this.placing = placing;
    }

    private Operations in(CellLink cell) {
        return cell.broker().operations();
    }

    private OperationRecord outside(CellLink cell, OperationRecord record) {
        return table.isSingle() ? record : OperationIds.outside(table.cells().indexOf(cell), record);
    }

    @Override
    public OperationRecord redrive(DeadLetterRequest request) {
        var cell = table.of(request.queue());
        return outside(cell, in(cell).redrive(request));
    }

    @Override
    public OperationRecord discard(DeadLetterRequest request) {
        var cell = table.of(request.queue());
        return outside(cell, in(cell).discard(request));
    }

    @Override
    public long count(DeadLetterRequest request) {
        return in(table.of(request.queue())).count(request);
    }

    @Override
    public OperationRecord purge(String destination, @Nullable String subscription, String actor) {
        var cell = table.of(destination);
        return outside(cell, in(cell).purge(destination, subscription, actor));
    }

    @Override
    public OperationRecord delete(String destination, boolean force, String actor) {
        var cell = table.of(destination);
        if (table.isSingle() || table.place(destination) == null) {
            return outside(cell, in(cell).delete(destination, force, actor));
        }
        var letters = letters(cell, destination);
        placing.leaving(destination);
        OperationRecord record;
        try {
            record = in(cell).delete(destination, force, actor);
        } catch (PenstockException.UnknownDestination e) {
            placing.left(destination, unused(cell, letters)); // Somebody began to delete it, and did not end it.
            throw e;
        } catch (PenstockException.Conflict | PenstockException.Forbidden e) {
            placing.stays(destination);
            throw e;
        }
        placing.left(destination, unused(cell, letters));
        return outside(cell, record);
    }

    /** The names of dead-letter queues that have places because of the destination. */
    private static Set<String> letters(CellLink cell, String destination) {
        var names = new LinkedHashSet<>(DeadLetterPolicy.DEFAULT.queues(destination, destination));
        if (cell.broker().destination(destination).isPresent()) {
            cell.broker()
                    .subscriptions(destination)
                    .forEach(each -> names.addAll(DeadLetterPolicy.DEFAULT.queues(destination, each.name())));
        }
        return names;
    }

    private static Set<String> unused(CellLink cell, Set<String> names) {
        var unused = new LinkedHashSet<>(names);
        unused.removeIf(each -> cell.broker().destination(each).isPresent());
        return unused;
    }

    @Override
    public List<OperationRecord> list() {
        var all = new ArrayList<OperationRecord>();
        for (var cell : table.cells()) {
            in(cell).list().forEach(record -> all.add(outside(cell, record)));
        }
        if (!table.isSingle()) {
            all.sort(Comparator.comparing(OperationRecord::startedAt)
                    .thenComparing(OperationRecord::id)
                    .reversed());
        }
        return all;
    }

    @Override
    public Optional<OperationRecord> find(long id) {
        if (table.isSingle()) {
            return in(table.first()).find(id);
        }
        return cell(id).flatMap(cell -> in(cell).find(OperationIds.inside(id)).map(found -> outside(cell, found)));
    }

    private Optional<CellLink> cell(long id) {
        int index = OperationIds.cell(id);
        return index < table.cells().size() ? Optional.of(table.cells().get(index)) : Optional.empty();
    }

    @Override
    public Optional<OperationRecord> stop(long id) {
        if (table.isSingle()) {
            return in(table.first()).stop(id);
        }
        return cell(id).flatMap(cell -> in(cell).stop(OperationIds.inside(id)).map(found -> outside(cell, found)));
    }

    @Override
    public CompletionStage<BackupContent> backup(BackupTarget target) {
        return table.isSingle() ? in(table.first()).backup(target) : Operations.super.backup(target);
    }
}

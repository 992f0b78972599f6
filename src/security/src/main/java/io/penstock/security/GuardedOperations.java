package io.penstock.security;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.DeadLetterRequest;
import io.penstock.OperationRecord;
import io.penstock.Operations;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import static io.penstock.security.Action.BROWSE;
import static io.penstock.security.Action.MANAGE;

/** Operations that are done in the name of the caller, whatever a request says. */
record GuardedOperations(Operations operations, CallerRights rights, Audited audited) implements Operations {

    @Override
    public OperationRecord redrive(DeadLetterRequest request) {
        rights.require(MANAGE, request.queue());
        return audited.call("redrive", request.queue(), () -> operations.redrive(mine(request)));
    }

    @Override
    public OperationRecord discard(DeadLetterRequest request) {
        rights.require(MANAGE, request.queue());
        return audited.call("discard", request.queue(), () -> operations.discard(mine(request)));
    }

    private DeadLetterRequest mine(DeadLetterRequest request) {
        return request.copy().actor(rights.caller().name()).build();
    }

    @Override
    public long count(DeadLetterRequest request) {
        rights.require(BROWSE, request.queue());
        return operations.count(request);
    }

    @Override
    public OperationRecord purge(String destination, @Nullable String subscription, String actor) {
        rights.require(MANAGE, destination);
        return audited.call(
                "purge",
                destination,
                () -> operations.purge(
                        destination, subscription, rights.caller().name()));
    }

    @Override
    public OperationRecord delete(String destination, boolean force, String actor) {
        rights.require(MANAGE, destination);
        return audited.call(
                "delete",
                destination,
                () -> operations.delete(destination, force, rights.caller().name()));
    }

    /** A backup has the messages of everybody, whatever rules reserve. */
    @Override
    public CompletionStage<BackupContent> backup(BackupTarget target) {
        rights.requireAdmin("backup", "make a backup");
        try {
            return operations.backup(target).whenComplete((content, failure) -> auditBackup(target, failure));
        } catch (RuntimeException e) {
            auditBackup(target, e);
            throw e;
        }
    }

    private void auditBackup(BackupTarget target, @Nullable Throwable failure) {
        rights.audit(
                "backup",
                target.describe(),
                failure == null ? AuditRecord.DONE : AuditRecord.FAILED,
                failure == null ? "" : String.valueOf(failure.getMessage()));
    }

    @Override
    public List<OperationRecord> list() {
        return operations.list().stream()
                .filter(each -> rights.allowsAny(each.destination()))
                .toList();
    }

    @Override
    public Optional<OperationRecord> find(long id) {
        return operations.find(id).filter(each -> rights.allowsAny(each.destination()));
    }

    @Override
    public Optional<OperationRecord> stop(long id) {
        var found = find(id);
        if (found.isEmpty()) {
            return found;
        }
        rights.require(MANAGE, found.get().destination());
        return audited.call("stop", found.get().destination(), () -> operations.stop(id));
    }
}

package io.penstock.remote;

import io.penstock.DeadLetterRequest;
import io.penstock.OperationRecord;
import io.penstock.Operations;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.RemoteCalls;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The operations by hand of the server's broker; without backups, which are made where the files are. */
record RemoteOperations(ClientLink link) implements Operations {

    @Override
    public OperationRecord redrive(DeadLetterRequest request) {
        return link.ask(RemoteCalls.LETTERS_REDRIVE, Objects.requireNonNull(request, "request"));
    }

    @Override
    public OperationRecord discard(DeadLetterRequest request) {
        return link.ask(RemoteCalls.LETTERS_DISCARD, Objects.requireNonNull(request, "request"));
    }

    @Override
    public long count(DeadLetterRequest request) {
        return link.ask(RemoteCalls.LETTERS_COUNT, Objects.requireNonNull(request, "request"));
    }

    @Override
    public OperationRecord purge(String destination, @Nullable String subscription, String actor) {
        return link.ask(
                RemoteCalls.PURGE,
                new Codec.Triple<>(
                        Objects.requireNonNull(destination, "destination"),
                        Optional.ofNullable(subscription),
                        Objects.requireNonNull(actor, "actor")));
    }

    @Override
    public OperationRecord delete(String destination, boolean force, String actor) {
        return link.ask(
                RemoteCalls.DELETE,
                new Codec.Triple<>(
                        Objects.requireNonNull(destination, "destination"),
                        force,
                        Objects.requireNonNull(actor, "actor")));
    }

    @Override
    public List<OperationRecord> list() {
        return link.ask(RemoteCalls.OPERATIONS, Codec.Nothing.NOTHING);
    }

    @Override
    public Optional<OperationRecord> find(long id) {
        return link.ask(RemoteCalls.OPERATION_FIND, id);
    }

    @Override
    public Optional<OperationRecord> stop(long id) {
        return link.ask(RemoteCalls.OPERATION_STOP, id);
    }
}

package io.penstock.remote;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.RemoteCalls;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A producer at the server, which stays there as long as the server remembers this client. */
final class RemoteProducer implements Producer {

    private final ClientLink link;
    private final RemoteSending sending;
    private final String id;
    private final HandOutCodecs.OpenProducer opened;

    private RemoteProducer(ClientLink link, RemoteSending sending, String id, HandOutCodecs.OpenProducer opened) {
        this.link = link;
        this.sending = sending;
        this.id = id;
        this.opened = opened;
    }

    static RemoteProducer open(ClientLink link, RemoteSending sending, ProducerOptions options) {
        // To open it twice is to open it once, but for the number of the instance.
        var opened = link.ask(RemoteCalls.PRODUCER, options.id(), Repeat.FREELY);
        return new RemoteProducer(link, sending, options.id(), opened);
    }

    ClientLink link() {
        return link;
    }

    long handle() {
        return opened.handle();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long epoch() {
        return opened.epoch();
    }

    @Override
    public long nextSequence() {
        return link.ask(RemoteCalls.PRODUCER_NEXT, opened.handle());
    }

    @Override
    public Receipt send(Message message) {
        return send(null, message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return sendAsync(null, message);
    }

    @Override
    public Receipt send(long sequence, Message message) {
        return send(Long.valueOf(sequence), message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
        return sendAsync(Long.valueOf(sequence), message);
    }

    private Receipt send(@Nullable Long sequence, Message message) {
        Objects.requireNonNull(message, "message");
        sending.requireFits(message);
        return link.ask(
                RemoteCalls.PRODUCER_SEND, new HandOutCodecs.Numbered(opened.handle(), sequence, message, true));
    }

    private CompletionStage<Receipt> sendAsync(@Nullable Long sequence, Message message) {
        Objects.requireNonNull(message, "message");
        try {
            sending.requireFits(message);
            return link.call(
                    RemoteCalls.PRODUCER_SEND, new HandOutCodecs.Numbered(opened.handle(), sequence, message, false));
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}

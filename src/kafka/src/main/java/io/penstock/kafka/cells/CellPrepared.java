package io.penstock.kafka.cells;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.PreparedTransaction;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The prepared transactions of all cells. Which cell one is in is found by asking them one after the other. */
final class CellPrepared {

    /** Prepared transactions at a time with replies to other cells; the replies of further ones are lost. */
    private static final int MAX_REPLYING = 1_000;

    private final List<CellLink> cells;

    /**
     * What is to be sent to temporary destinations in other cells when a transaction is committed. It is lost with this
     * process, as those destinations may be at any time.
     */
    private final Map<ByteBuffer, Supplier<CompletionStage<Void>>> replies = new LinkedHashMap<>();

    CellPrepared(List<CellLink> cells) {
        this.cells = cells;
    }

    List<PreparedTransaction> list() {
        return cells.stream()
                .flatMap(cell -> cell.broker().prepared().stream())
                .sorted(Comparator.comparing(PreparedTransaction::preparedAt))
                .toList();
    }

    /** Keeps what is to be sent when that transaction is committed by this process. */
    void keep(byte[] globalId, Supplier<CompletionStage<Void>> reply) {
        synchronized (replies) {
            if (replies.size() < MAX_REPLYING) {
                replies.put(ByteBuffer.wrap(globalId.clone()), reply);
            }
        }
    }

    private @Nullable Supplier<CompletionStage<Void>> taken(byte[] globalId) {
        synchronized (replies) {
            return replies.remove(ByteBuffer.wrap(globalId));
        }
    }

    void commit(byte[] globalId) {
        end(broker -> broker.commitPrepared(globalId));
        var reply = taken(globalId);
        if (reply != null) {
            reply.get().toCompletableFuture().join();
        }
    }

    void rollback(byte[] globalId) {
        end(broker -> broker.rollbackPrepared(globalId));
        taken(globalId);
    }

    /** Ends one in the cell that knows it. Whether it is unknown can be said only if every cell has answered. */
    private void end(Consumer<Broker> how) {
        PenstockException refusal = null;
        for (var cell : cells) {
            try {
                how.accept(cell.broker());
                return;
            } catch (PenstockException.UnknownTransaction e) {
                refusal = refusal == null ? e : refusal;
            } catch (PenstockException.Unavailable e) {
                refusal = e;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }
}

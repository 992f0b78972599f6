package io.penstock.kafka.cells;

import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Which cell each name belongs to: of destinations, and of what else has a cell. All instances of an installation see
 * the same, sooner or later, and change it one after the other. Safe for use by any thread.
 */
public interface Placements extends AutoCloseable {

    /**
     * Tells the listener all that is known, and each change from then on, in their order: a name and its place, or null
     * if it has none any more. The listener must not block. It is called once.
     */
    void follow(BiConsumer<String, @Nullable CellPlace> listener);

    /**
     * Changes places in one atomic step, which nobody else's falls into, and waits until that is durable.
     *
     * @param decision says what to write, given all places as they are then; empty for what is to have none. It may be
     *     asked again if somebody else was quicker. What it throws ends the change, with nothing written
     * @throws PenstockException.Unavailable if that cannot be done now
     */
    void change(Function<Map<String, CellPlace>, Map<String, Optional<CellPlace>>> decision);

    /**
     * Completes when the listener has been told of all that was written before this was called. Fails with {@link
     * PenstockException.Unavailable} if that takes too long.
     */
    CompletionStage<Void> refresh();

    @Override
    void close();
}

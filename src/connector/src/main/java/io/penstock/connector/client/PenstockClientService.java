package io.penstock.connector.client;

import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.smallrye.mutiny.Uni;

import java.util.Set;

/**
 * Controls the incoming channels of the application while it runs. Inject it. A channel is named as the configuration
 * names it, and the copies that {@code concurrency} makes of it are controlled together. Safe for use by any thread; no
 * method blocks.
 */
public interface PenstockClientService {

    /** The names of the incoming channels of this connector. */
    Set<String> channels();

    /**
     * Takes no more messages for the channel, until {@link #resume}. Messages that its methods have already go on; what
     * the channel has taken ahead is given back after a second. It concerns this application while it runs, unlike
     * {@code Broker.pause}, which stops a whole subscription durably.
     *
     * @throws PenstockException.InvalidConfiguration if there is no such channel
     */
    void pause(String channel);

    /** Ends what {@link #pause} began; otherwise does nothing. */
    void resume(String channel);

    boolean isPaused(String channel);

    /**
     * Puts the subscription of the channel, or its queue, to another place in all partitions, as {@code Broker.seek}
     * does, once it is subscribed to. What the channel has taken ahead is forgotten. Messages that methods are working
     * on are delivered again, if they lie behind that place: their acks come too late, which is logged. It completes
     * when the seek is durable.
     *
     * <p>Fails with {@link PenstockException.Conflict} if another seek of the subscription is under way.
     */
    Uni<Void> seek(String channel, StartPosition position);

    /** The partitions that the channel owns, where they have owners: with {@code ordering=partition}. */
    Set<Integer> partitions(String channel);
}

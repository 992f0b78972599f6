package io.penstock.connector.client;

import java.util.Set;

/**
 * A rebalance listener is told which partitions a channel owns, if its subscription has {@code ordering=partition} or
 * is exclusive. Write a bean of this type with {@code @Identifier("name")}, and set the channel's
 * {@code rebalance-listener} to that name.
 *
 * <p>Partitions are shared among the consumers of the subscription; they are shared anew whenever one joins or leaves,
 * such as another channel, a copy by {@code concurrency}, or a listener. The methods are called on a worker thread, one
 * call at a time for a channel, and may block. Meanwhile the channel hands on no message. What a method throws is
 * logged.
 */
public interface PenstockRebalanceListener {

    /**
     * The channel owns these partitions in addition. Their first message comes after this has returned. Whoever owned
     * them before has settled all that it held of them.
     *
     * @param channel the channel; one of its copies by {@code concurrency} is called {@code name$2}
     */
    default void onPartitionsAssigned(String channel, String destination, Set<Integer> partitions) {}

    /**
     * These partitions go to somebody else, or the channel ends. Nothing more of them is taken. Messages of them that
     * are being processed may end; the next owner gets nothing before.
     */
    default void onPartitionsRevoked(String channel, String destination, Set<Integer> partitions) {}
}

package io.penstock.kafka.failover;

/** Hears what senders and consumers are told, each as soon as they know it. */
interface Told {

    /** A message was acknowledged to its sender. */
    void sent(String id);

    /** A message was handed out, by the owner of that number. */
    void handed(String id, long epoch);

    /** A consumer was told that its message is settled. */
    void accepted(String id, long epoch);

    /** A consumer was told that its message is settled, and sent on, in one transaction. */
    void moved(String id, long epoch);
}

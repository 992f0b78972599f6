package io.penstock.connector.client;

import io.penstock.StartPosition;

import java.util.Set;

/** A controlled channel is an incoming channel, or one of its copies, as {@link ChannelControls} sees it. */
public interface ControlledChannel {

    /** The name of the channel, which all of its copies have in common. */
    String commonName();

    /** What it reads, as people and error messages name it. */
    String reads();

    /** Takes no more messages, until {@link #resume}. */
    void hold();

    /** Takes messages again. */
    void resume();

    /** Forgets what was taken and not handed on, because it has been lost to a seek. */
    void forgetWaiting();

    /** Puts what the channel reads to another place. It blocks until that is durable. */
    void seek(StartPosition position);

    /** The partitions that it owns, in ascending order. */
    Set<Integer> partitions();
}

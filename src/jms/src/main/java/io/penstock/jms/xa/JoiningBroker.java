package io.penstock.jms.xa;

import io.penstock.Broker;

/** A broker whose sends and acceptances may be part of a transaction of the calling thread. */
public interface JoiningBroker extends Broker {

    /** Whether they are now. */
    boolean joins();
}

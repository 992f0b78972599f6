package io.penstock.jms.xa;

import io.penstock.Broker;

/** A broker whose sends and acceptances may be part of a transaction of the calling thread. */
public interface JoiningBroker extends Broker {

    /** Whether sends and acceptances of the calling thread are part of a transaction now. */
    boolean joins();
}

package io.penstock.connector;

import io.penstock.Delivery;

import java.util.List;

/** What a message of Reactive Messaging stands for: the deliveries that somebody else may accept in its place. */
interface Delivered {

    /** The deliveries that the message's ack would accept. */
    List<Delivery> deliveries();

    /** Notes that they are accepted already: an ack or nack from here on has no effect. */
    void acceptedElsewhere();
}

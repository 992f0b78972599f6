/** A feed finds what may go out next of one partition: it knows progress, withheld keys and due times. */
package io.penstock.broker.feed;

/**
 * Branches take part in distributed transactions over any {@link io.penstock.Broker}: this is what JTA's transaction
 * managers ask of a resource. It knows nothing of Jakarta Messaging, whose XA sessions stand on it. "XA" in comments is
 * the X/Open specification of distributed transaction processing, December 1991.
 */
package io.penstock.jms.xa;

/**
 * Branches that take part in distributed transactions over any {@link io.penstock.Broker}: what JTA's transaction
 * managers ask of a resource. This package knows nothing of Jakarta Messaging, whose XA sessions use it. "XA" in
 * comments is the X/Open specification of distributed transaction processing, December 1991.
 */
package io.penstock.jms.xa;

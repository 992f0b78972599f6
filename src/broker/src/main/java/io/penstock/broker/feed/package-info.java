/**
 * Finds the next record of a partition that may be handed out, with regard to progress, the order within keys, and due
 * times.
 */
package io.penstock.broker.feed;

/** Consumers share what one of them alone cannot have: the partitions of a subscription, the credit of a process. */
package io.penstock.broker.share;

/**
 * Guarantees that outlive a call, as state: message ids that were seen, numbered producers, and prepared
 * transactions.
 */
package io.penstock.broker.guarantee;

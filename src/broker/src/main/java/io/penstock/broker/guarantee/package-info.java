/**
 * Guarantees outlive a call, and so are state: message ids that were seen, numbered producers, and prepared
 * transactions.
 */
package io.penstock.broker.guarantee;

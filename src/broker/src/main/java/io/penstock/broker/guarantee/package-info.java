/**
 * Keeps the state behind promises that outlive a call: message ids that were seen, numbered producers, and prepared
 * transactions.
 */
package io.penstock.broker.guarantee;

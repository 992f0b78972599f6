/**
 * Transactions: several sends and settlements in one append, committed at once or prepared for a second phase.
 */
package io.penstock.broker.transaction;

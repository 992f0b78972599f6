/** Transactions: several sends and settlements in one append, committed at once or prepared before. */
package io.penstock.broker.transaction;

/**
 * The outbox sends messages with the transaction that changes the database: a row is written in that transaction, and a
 * relay appends each row to the log exactly once.
 *
 * <p>It works exactly when the default datasource has a JDBC URL.
 */
package io.penstock.postgres.outbox;

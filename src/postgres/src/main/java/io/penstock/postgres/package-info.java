/**
 * The inbox remembers in the application's own PostgreSQL database which messages have been handled, so that a message
 * that is delivered again changes that database once.
 *
 * <p>The packages below it, the outbox and the triage, share its database and its migrations.
 *
 * <p>It works exactly when the default datasource has a JDBC URL.
 */
package io.penstock.postgres;

/**
 * The inbox remembers in the application's own PostgreSQL database which messages have been handled, so that a message
 * that is delivered again changes that database once.
 *
 * <p>It works exactly when the default datasource has a JDBC URL.
 */
package io.penstock.postgres;

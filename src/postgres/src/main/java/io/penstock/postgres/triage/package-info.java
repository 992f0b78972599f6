/**
 * The triage of dead letters: a projection of them in the database, which is searched and worked through by people, and
 * rebuilt from the log at any time.
 *
 * <p>It works exactly when the default datasource has a JDBC URL.
 */
package io.penstock.postgres.triage;

/** The triage of dead letters, which needs a database. */
package io.penstock.server.http.triage;

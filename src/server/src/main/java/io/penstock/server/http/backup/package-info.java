/** Makes backups of the running broker, by HTTP. */
package io.penstock.server.http.backup;

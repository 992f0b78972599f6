/** Backups as directories and as archives: written, checked, and turned back into a data directory. */
package io.penstock.server.backup;

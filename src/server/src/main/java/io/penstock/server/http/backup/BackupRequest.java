package io.penstock.server.http.backup;

/**
 * Asks for a backup.
 *
 * @param to its name in the directory of backups: a directory, or with {@code .tar.gz} or {@code .tar.zst} an archive
 */
public record BackupRequest(String to) {}

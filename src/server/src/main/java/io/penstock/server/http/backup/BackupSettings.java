package io.penstock.server.http.backup;

import io.smallrye.config.ConfigMapping;

import java.util.Optional;

/** Holds the settings of backups that are made by HTTP. */
@ConfigMapping(prefix = "penstock.backup")
interface BackupSettings {

    /**
     * The directory below which backups are written; it is made if need be. Without it, this server makes none. Nobody
     * but the server's user should be able to write to it.
     */
    Optional<String> directory();
}

package io.penstock.server.http.backup;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

import java.util.Optional;

/** Holds the settings of backups that are made by HTTP. */
@ConfigMapping(prefix = "penstock.backup")
interface BackupSettings {

    /**
     * The directory in which backups are written; it has to be there. Without it, this server makes none. Nobody
     * but the server's user should be able to write to it.
     */
    Optional<String> directory();

    /**
     * The most bytes that a backup takes in a second, before compression. Without it, it is as fast as the disks. A
     * slow one has the log keep for longer what it would recycle or remove.
     */
    Optional<MemorySize> maxRate();
}

package io.penstock.server.http.backup;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.server.backup.BackupOutput;
import io.penstock.server.backup.BackupPace;
import io.penstock.server.http.request.RequestException;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Finds where a backup goes. What a request says is a name in the one directory that the operator has set, and can lead
 * nowhere else.
 */
@Singleton
final class BackupPlace {

    private static final Logger LOG = Logger.getLogger(BackupPlace.class);

    /** With the suffix of what is not complete, names stay below the 255 bytes of file systems. */
    private static final int MAX_NAME = 200;

    /** Neither hidden, nor an option of some command, nor a way elsewhere. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0," + (MAX_NAME - 1) + "}");

    /** Slower ones take days, and keep the log from being cleared up meanwhile. */
    private static final long LOWEST_RATE = 1 << 20;

    private static final Setting MAX_RATE = new Setting("penstock.backup.max-rate");

    private final @Nullable BackupDirectory directory;
    private final long bytesPerSecond;

    /** @throws PenstockException.InvalidConfiguration if backups cannot be written where the operator wants them */
    @Inject
    BackupPlace(BackupSettings settings, PenstockConfig penstock) {
        directory = settings.directory()
                .filter(each -> !each.isBlank())
                .map(each -> BackupDirectory.of(each, penstock.data()))
                .orElse(null);
        bytesPerSecond = settings.maxRate()
                .map(rate -> MAX_RATE.within(rate, LOWEST_RATE, Long.MAX_VALUE))
                .orElse(0L);
    }

    /** The pace of a backup that begins now. */
    BackupPace pace() {
        return bytesPerSecond == 0 ? BackupPace.unlimited() : BackupPace.of(bytesPerSecond);
    }

    /** The directory; null if this server makes no backups. */
    @Nullable
    BackupDirectory directory() {
        return directory;
    }

    /** Has the directory checked while the server starts, and not by the first backup. */
    void check(@Observes StartupEvent event) {
        LOG.debugf("Backups are written to %s.", directory);
    }

    /**
     * The path of a backup of that name.
     *
     * @param to a name, or the path that such a name has in the directory
     * @throws RequestException if it is neither
     * @throws PenstockException.Conflict if the server makes no backups
     * @throws PenstockException.Unavailable if the directory cannot be used
     */
    Path of(String to) {
        var base = base();
        var name = to != null && to.startsWith(base + "/")
                ? to.substring(base.toString().length() + 1)
                : to;
        if (name == null || !NAME.matcher(name).matches()) {
            throw RequestException.malformed("'to' is " + (to == null ? "missing" : "'" + to + "'")
                    + ": name the backup by 1 to " + MAX_NAME + " letters, digits, '.', '_' and '-', the first of them"
                    + " a letter, a digit or '_'. It is written to " + base
                    + " on the server (penstock.backup.directory).");
        }
        if (BackupOutput.isIncomplete(name)) {
            throw RequestException.malformed("'to' is '" + to + "': a name cannot end in '" + BackupOutput.INCOMPLETE
                    + "', since that is what backups are called that have not come to their end.");
        }
        return real(base).resolve(name);
    }

    private Path base() {
        if (directory == null) {
            throw new PenstockException.Conflict("This server makes no backups: set penstock.backup.directory to the"
                    + " directory that they may be written to, and start it again.");
        }
        return directory.path();
    }

    private static Path real(Path base) {
        try {
            return base.toRealPath();
        } catch (IOException e) {
            LOG.warnf("The directory of backups %s cannot be used: %s", base, e);
            throw new PenstockException.Unavailable("Backups cannot be written to " + base + ", which"
                    + " penstock.backup.directory names: it has to be there, and the server has to be able to write to"
                    + " it. The server's log says what is wrong.");
        }
    }
}

package io.penstock.broker.destination;

import io.penstock.Compression;
import io.penstock.Destination;
import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Chooses the compression of a destination's old messages in the archive. If the library for it is missing, a
 * declaration that asks for it is refused; otherwise that would only be found when old messages are moved, which
 * concerns all destinations. A destination that has such a compression from before goes on with another, and a warning
 * says so.
 */
public final class ArchiveCompression {

    private static final Logger LOG = Logger.getLogger(ArchiveCompression.class);

    /** Destinations named in one line; all of them have the same reason. */
    private static final int MAX_NAMED = 20;

    private ArchiveCompression() {}

    /** The compression in the terms of the log. */
    public static io.penstock.journal.record.BatchCompression of(Compression compression) {
        return switch (compression) {
            case NONE -> io.penstock.journal.record.BatchCompression.NONE;
            case LZ4 -> io.penstock.journal.record.BatchCompression.LZ4;
            case ZSTD -> io.penstock.journal.record.BatchCompression.ZSTD;
        };
    }

    /** @throws PenstockException.InvalidConfiguration if this process cannot compress like that */
    public static void requireWorks(Destination wanted) {
        var problem = of(wanted.effectiveCompression()).problem();
        if (problem != null) {
            throw new PenstockException.InvalidConfiguration("Destination '" + wanted.name() + "' asks for compression "
                    + wanted.compression() + ". " + problem);
        }
    }

    /** Says once which destinations do not get what they ask for. */
    public static void warn(Collection<LocalDestination> destinations) {
        var problem = problem(destinations);
        if (problem != null) {
            LOG.warn(problem);
        }
    }

    /**
     * Describes which destinations are not compressed as they ask for, how they are, and why; null if there are none.
     */
    public static String problem(Collection<LocalDestination> destinations) {
        for (var compression : Compression.values()) {
            var wanted = of(compression);
            var names = wanted.problem() == null ? List.<String>of() : namesOf(destinations, compression);
            if (!names.isEmpty()) {
                return "Old messages of "
                        + names.stream().limit(MAX_NAMED).collect(Collectors.joining("', '", "'", "'"))
                        + (names.size() > MAX_NAMED ? " and more" : "") + " are compressed with " + wanted.writable()
                        + " instead of " + compression + ". " + wanted.problem();
            }
        }
        return null;
    }

    private static List<String> namesOf(Collection<LocalDestination> destinations, Compression compression) {
        return destinations.stream()
                .map(LocalDestination::declared)
                .filter(declared -> declared.effectiveCompression() == compression)
                .map(Destination::name)
                .sorted()
                .toList();
    }
}

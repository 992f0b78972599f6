package io.penstock.server.http.request;

import com.sun.management.UnixOperatingSystemMXBean;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.lang.management.ManagementFactory;
import java.util.Set;

/**
 * Gives the number of connections a default that this process can bear: idle ones must not use up the file descriptors
 * that the log needs. Every other source of configuration takes precedence.
 */
public final class ConnectionLimit implements ConfigSource {

    static final String PROPERTY = "quarkus.http.limits.max-connections";

    /** The ordinal of this source, below everything that a person writes. */
    private static final int ORDINAL = 50;

    /** The highest default: as many connections as a server of messages needs; each takes some kilobytes. */
    private static final long MOST = 4_000;

    /** The lowest default: fewer connections serve nobody. */
    private static final long LEAST = 16;

    /** The part of the file descriptors for connections; the others are for the log, libraries and databases. */
    private static final int SHARE = 4;

    @Override
    public String getValue(String property) {
        return PROPERTY.equals(property) ? Long.toString(of(fileDescriptors())) : null;
    }

    static long of(long fileDescriptors) {
        return Math.max(LEAST, Math.min(MOST, fileDescriptors / SHARE));
    }

    private static long fileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** The names of properties: none, because what a build finds here must not be taken for the value at run time. */
    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public String getName() {
        return "file descriptors of this process";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}

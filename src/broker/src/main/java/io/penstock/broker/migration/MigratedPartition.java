package io.penstock.broker.migration;

import java.util.HexFormat;

/**
 * The messages of a partition.
 *
 * @param destination that it belongs to
 * @param index of the partition there
 * @param records how many there are
 * @param bytes of their keys, bodies and headers
 * @param checksum of all of them, in order: keys, bodies, headers and timestamps
 */
public record MigratedPartition(String destination, int index, long records, long bytes, long checksum) {

    /** The checksum as people compare it. */
    public String checksumText() {
        return text(checksum);
    }

    static String text(long checksum) {
        return HexFormat.of().toHexDigits(checksum);
    }
}

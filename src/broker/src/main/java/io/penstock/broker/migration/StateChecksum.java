package io.penstock.broker.migration;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Sums up a state, in whatever order it is told. */
final class StateChecksum {

    private StateChecksum() {}

    static long of(List<Entry> entries) {
        var crc = new CRC32C();
        entries.stream().map(EntryCodec::encode).sorted(Arrays::compare).forEach(crc::update);
        return crc.getValue();
    }
}

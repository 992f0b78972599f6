package io.penstock.conformance.fault;

import org.junit.jupiter.api.Test;

/**
 * A journal on a storage that does its worst: what was forced and acknowledged is there and unchanged, nothing is
 * invented, offsets are dense, an append is whole or absent, recovery can be interrupted, and a failure is for good.
 * More seeds: {@link Seeds}.
 */
class JournalFaultTest {

    @Test
    void shouldKeepItsPromisesWhateverTheStorageDoes() throws Exception {
        Seeds.run(seed -> new JournalLives(seed).run());
    }
}

package io.penstock.conformance.fault;

import org.junit.jupiter.api.Test;

/**
 * A whole log on a storage that does its worst, with moves, checkpoints, retention and compaction in between: what was
 * forced and acknowledged is there and unchanged unless it was settled, expired or superseded; nothing is invented;
 * offsets are in order; an append is whole or absent; recovery can be interrupted. More seeds: {@link Seeds}.
 */
class LogFaultTest {

    @Test
    void shouldKeepItsPromisesWhateverTheStorageDoes() throws Exception {
        Seeds.run(seed -> new LogLives(seed).run());
    }
}

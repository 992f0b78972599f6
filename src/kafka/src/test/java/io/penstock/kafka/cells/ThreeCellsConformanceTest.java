package io.penstock.kafka.cells;

import io.penstock.conformance.BrokerFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A broker of three cells does what every broker has to do, except for what would have to happen in two of them
 * together: the tests that are listed in the file {@value SpanningTests#FILE} are refused as unsupported.
 */
@ExtendWith(SpanningTests.class)
class ThreeCellsConformanceTest extends CellsConformance {

    @Override
    BrokerFactory brokers() {
        return LocalCells.of(3);
    }
}

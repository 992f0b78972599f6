package io.penstock.kafka.cells;

import io.penstock.conformance.BrokerFactory;

/** A broker of one cell does what every broker has to do. */
class OneCellConformanceTest extends CellsConformance {

    @Override
    BrokerFactory brokers() {
        return LocalCells.of(1);
    }
}

package io.penstock.kafka.cells;

import io.penstock.conformance.BrokerFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Map;

/**
 * A broker of three cells does all that every broker has to do for destinations that a pattern keeps together, though
 * temporary destinations, producers and rules are in the other cells as well.
 */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
@ExtendWith(SpanningTests.class)
class CellsOfOnePatternConformanceTest extends CellsConformance {

    @Override
    BrokerFactory brokers() {
        return (directory, clock) -> LocalCells.open(directory, clock, 3, Map.of("#", "main-2"));
    }
}

package io.penstock.kafka.cells;

import java.util.Map;
import java.util.Optional;

/** A process that claims a name, and ends without a word at a step of that. */
final class ClaimMain {

    private ClaimMain() {}

    /** @param arguments bootstrap servers, installation, name, cell, and the step before which it ends */
    public static void main(String[] arguments) {
        var last = KafkaPlacements.Step.valueOf(arguments[4]);
        var places = new SharedPlaces(arguments[0], arguments[1], step -> {
            if (step == last) {
                Runtime.getRuntime().halt(0);
            }
        });
        places.placements.change(known -> Map.of(arguments[2], Optional.of(CellPlace.in(arguments[3]))));
    }
}

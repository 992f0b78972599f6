package io.penstock.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One thing that is measured. */
public interface Scenario {

    String name();

    /** The scenarios that it is compared with, as far as they are in the same run. */
    List<String> comparedTo();

    /** @param directory an empty one, which is deleted afterwards */
    Result run(Plan plan, Path directory) throws IOException;

    /** Ends what this scenario shares with others, when all have run. It may be called when that has ended. */
    default void end() throws IOException {}
}

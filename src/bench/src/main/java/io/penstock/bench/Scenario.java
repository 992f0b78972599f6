package io.penstock.bench;

import java.io.IOException;
import java.nio.file.Path;

/** One thing that is measured. */
interface Scenario {

    String name();

    /** The scenario of the same run that it is compared with, or null. */
    String comparedTo();

    /** @param directory an empty one, which is deleted afterwards */
    Result run(Plan plan, Path directory) throws IOException;
}

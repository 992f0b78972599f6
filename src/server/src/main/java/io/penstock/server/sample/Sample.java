package io.penstock.server.sample;

/** Work on the broker of this process that ends with a summary. */
public interface Sample {

    /** The name of the sample on the command line. */
    String name();

    /**
     * Runs to the end, in the caller's thread.
     *
     * @throws SampleProblem if it cannot
     */
    Summary run(Console console);
}

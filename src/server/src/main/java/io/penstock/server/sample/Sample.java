package io.penstock.server.sample;

/** Work on the broker of this process that ends with a summary. */
public interface Sample {

    /** As the command line names it. */
    String name();

    /**
     * Runs to the end, in the caller's thread.
     *
     * @throws SampleProblem if it cannot
     */
    Summary run(Console console);
}

package io.penstock.server.cli;

import java.util.Map;

/** The server that a command runs in this process. */
interface Server {

    /**
     * Serves until the process is told to end.
     *
     * @param properties configuration, which beats all other
     * @return the exit status
     */
    int serve(Map<String, String> properties);

    /**
     * Runs a sample in a server.
     *
     * @param sample its name
     * @param properties as in {@link #serve}
     * @return the exit status
     */
    int run(String sample, Map<String, String> properties);
}

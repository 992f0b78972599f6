package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Maven as a user starts it, with that user's repository. */
record Maven(Path repository, Path logs) {

    /** A variable that Maven's own script reads. */
    private static final String ARGUMENTS = "MAVEN_ARGS";

    /** Nothing here lives long enough for the better compiler to pay; this halves the processor time. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /** What this build knows of the machine, and applications do not. */
    Map<String, String> environment(Jdk jdk) {
        var environment = new HashMap<>(jdk.environment());
        var arguments = new ArrayList<>(List.of(
                "--batch-mode",
                "--no-transfer-progress",
                "-Dmaven.repo.local=" + repository,
                "-Dquarkus.analytics.disabled=true"));
        var given = System.getenv(ARGUMENTS);
        if (given != null) {
            arguments.add(0, given);
        }
        environment.put("JAVA_TOOL_OPTIONS", SHORT_LIVED);
        environment.put(ARGUMENTS, String.join(" ", arguments));
        return environment;
    }

    LoggedProcess start(String name, Path folder, Jdk jdk, List<String> command) throws IOException {
        return LoggedProcess.start(name, logs.resolve(name + ".log"), folder, environment(jdk), command);
    }
}

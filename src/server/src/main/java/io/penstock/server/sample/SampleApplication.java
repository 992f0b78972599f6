package io.penstock.server.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.PenstockException;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.ConfigProvider;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Runs one sample, named by the first argument, in the server that has just been started. */
@Singleton
@Unremovable
public class SampleApplication implements QuarkusApplication {

    private final Instance<Sample> samples;
    private final SampleConfig config;
    private final ObjectMapper json;

    @Inject
    SampleApplication(Instance<Sample> samples, SampleConfig config, ObjectMapper json) {
        this.samples = samples;
        this.config = config;
        this.json = json;
    }

    /** @return 0 if the sample passed, 1 if it did not or could not be run */
    @Override
    public int run(String... arguments) {
        var output = SampleOutput.of(config.json());
        var sample = samples.stream()
                .filter(candidate -> candidate.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow();
        Summary summary;
        try {
            summary = sample.run(output.console());
        } catch (RuntimeException e) {
            output.problem(reason(e));
            return 1;
        }
        print(output, summary);
        if (!config.exit()) {
            output.console()
                    .line("The server stays up, with its console: " + url() + summary.whatToSee()
                            + " . Ctrl-C stops it.");
            Quarkus.waitForExit();
        }
        return summary.passed() ? 0 : 1;
    }

    /** @throws RuntimeException the failure itself, if nobody could foresee it */
    private static String reason(RuntimeException failure) {
        if (ApplicationLifecycleManager.isVmShuttingDown()) {
            return "Stopped before the end. Run the same command again to go on.";
        }
        if (failure instanceof SampleProblem || failure instanceof PenstockException) {
            return failure.getMessage();
        }
        throw failure;
    }

    /** The URL of the server. It is asked for late, because the port that was free is known only then. */
    private static String url() {
        return "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    }

    private void print(SampleOutput output, Summary summary) {
        summary.lines().forEach(output.console()::line);
        if (config.json()) {
            try {
                output.result(json.writeValueAsString(summary));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A summary is made of plain values.", e);
            }
        }
    }
}

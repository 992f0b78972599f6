package io.penstock.server.sample.flights;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.server.sample.Console;
import io.penstock.server.sample.RunRecord;
import io.penstock.server.sample.Sample;
import io.penstock.server.sample.SampleConfig;
import io.penstock.server.sample.SampleProblem;
import io.penstock.server.sample.Watch;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Publishes flights, adds them up by airport, and rebooks the passengers of late ones. Its progress is in the log
 * alone: killed and started again, it goes on, and ends with the same totals.
 */
@ApplicationScoped
public class FlightsSample implements Sample {

    static final String TOPIC = "flights";
    static final int PARTITIONS = 16;

    private static final String RUN = "flights-run";

    private final Broker broker;
    private final SampleConfig config;
    private final ObjectMapper json;
    private final AirportAggregation aggregation;
    private final LongSupplier nanoTime;

    @Inject
    FlightsSample(Broker broker, SampleConfig config, ObjectMapper json, AirportAggregation aggregation) {
        this.broker = broker;
        this.config = config;
        this.json = json;
        this.aggregation = aggregation;
        nanoTime = System::nanoTime;
    }

    @Override
    public String name() {
        return "flights";
    }

    /**
     * Checks what can be checked at once: that the files are there and have the right columns.
     *
     * @throws SampleProblem if not
     */
    public static void check(Optional<Path> input, Optional<Path> reference) {
        FlightReader.open(input(input)).close();
        reference(input, reference).ifPresent(Reference::read);
    }

    @Override
    public FlightsSummary run(Console console) {
        var files = config.flights();
        InputFile input = input(files.input());
        var plan = FlightPlan.of(input, config.seed());
        var reference = reference(files.input(), files.reference());
        var expected = reference.map(Reference::read).orElse(plan.totals());

        broker.declare(Destination.topic(TOPIC).partitions(PARTITIONS).build());
        aggregation.recoverNow();
        broker.declare(Destination.topic(Booking.TOPIC).build());
        boolean continued = new RunRecord(broker, RUN).beginOrContinue(plan.parameters());
        var publication = new Publication(broker, plan, json, nanoTime);
        if (continued) {
            console.line(String.format(
                    Locale.ROOT,
                    "This data directory holds %,d of %,d flights already: %s.",
                    publication.heldBefore(),
                    plan.flights(),
                    publication.heldBefore() == plan.flights() ? "checking them again" : "going on after them"));
        }
        boolean ended = work(input, plan, publication, console);
        return new FlightsAccount(broker, plan, publication, aggregation)
                .close(
                        ended,
                        expected,
                        reference.map(InputFile::name).orElse("the input itself"),
                        nanoTime.getAsLong());
    }

    private boolean work(InputFile input, FlightPlan plan, Publication publication, Console console) {
        var routing = Executors.newSingleThreadExecutor(task -> new Thread(task, "late-flight-router"));
        var scheduler = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "flights-watch"));
        var victim = config.flights().kill();
        try (var router = new LateFlightRouter(broker, json, routing, victim.isPresent())) {
            router.start();
            var progress = new FlightsProgress(broker, plan, publication, aggregation, router, console);
            victim.ifPresent(progress::killInTheMiddle);
            try (var watch = Watch.over(broker, progress, nanoTime, scheduler)) {
                publication.publish(input);
                return watch.awaitEnd();
            }
        } finally {
            scheduler.shutdown();
            routing.shutdown();
        }
    }

    private static InputFile input(Optional<Path> input) {
        return input.map(InputFile::at).orElse(InputFile.FLIGHTS);
    }

    /**
     * The reference file. There is none for an input of the user that comes without one: then the totals of the input
     * are added up without messaging.
     */
    private static Optional<InputFile> reference(Optional<Path> input, Optional<Path> reference) {
        return input.isEmpty() && reference.isEmpty() ? Optional.of(InputFile.REFERENCE) : reference.map(InputFile::at);
    }
}

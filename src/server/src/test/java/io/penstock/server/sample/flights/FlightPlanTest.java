package io.penstock.server.sample.flights;

import io.penstock.server.sample.SampleProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlightPlanTest {

    private static final long SEED = 42;

    @TempDir
    Path directory;

    @Test
    void shouldAgreeWithTheReferenceOfTheFlightsThatComeWithTheServer() {
        var plan = FlightPlan.of(InputFile.FLIGHTS, SEED);

        assertThat(plan.flights()).isEqualTo(300_000);
        assertThat(plan.late()).isEqualTo(15_460);
        assertThat(plan.totals().differences(Reference.read(InputFile.REFERENCE)))
                .isZero();
    }

    @Test
    void shouldLetAboutTwoPercentFailOnceAndFiveAlways() {
        var plan = FlightPlan.of(InputFile.FLIGHTS, SEED);
        int once = 0;
        int always = 0;
        try (var reader = FlightReader.open(InputFile.FLIGHTS)) {
            for (Flight flight = reader.next(); flight != null; flight = reader.next()) {
                var fault = plan.faultOf(flight);
                assertThat(fault == Fault.NONE || flight.late()).isTrue();
                once += fault == Fault.ONCE ? 1 : 0;
                always += fault == Fault.ALWAYS ? 1 : 0;
            }
        }

        assertThat(always).isEqualTo(FlightPlan.DOOMED);
        assertThat(plan.doomedRows()).hasSize(FlightPlan.DOOMED);
        assertThat(once).isEqualTo(plan.flaky());
        assertThat(once / (double) plan.late()).isBetween(0.015, 0.025);
    }

    @Test
    void shouldBeTheSameForTheSameSeedAndAnotherForAnother() {
        var plan = FlightPlan.of(InputFile.FLIGHTS, SEED);
        var same = FlightPlan.of(InputFile.FLIGHTS, SEED);
        var other = FlightPlan.of(InputFile.FLIGHTS, SEED + 1);

        assertThat(same.doomedRows()).isEqualTo(plan.doomedRows());
        assertThat(same.parameters()).isEqualTo(plan.parameters());
        assertThat(other.doomedRows()).isNotEqualTo(plan.doomedRows());
        assertThat(other.parameters()).isNotEqualTo(plan.parameters());
    }

    @Test
    void shouldTellInputsApartThatDifferInOneField() throws IOException {
        Path one = write("one.csv", "2001-01-01 00:01,33,2176,LAS,PHL\n");
        Path other = write("other.csv", "2001-01-01 00:01,34,2176,LAS,PHL\n");

        assertThat(FlightPlan.of(InputFile.at(one), SEED).parameters())
                .isNotEqualTo(FlightPlan.of(InputFile.at(other), SEED).parameters());
    }

    @Test
    void shouldDoomAllWhenFewAreLate() throws IOException {
        Path file = write("few.csv", """
                2001-01-01 00:01,60,2176,LAS,PHL
                2001-01-01 00:01,61,2176,LAS,PHL
                2001-01-01 00:01,300,2176,LAS,PHL
                """);

        var plan = FlightPlan.of(InputFile.at(file), SEED);

        assertThat(plan.late()).isEqualTo(2);
        assertThat(plan.doomedRows()).containsExactly(2, 3);
        assertThat(plan.flaky()).isZero();
    }

    @Test
    void shouldFindAMalformedRowBeforeAnythingIsPublished() throws IOException {
        Path file = write("bad.csv", "2001-01-01 00:01,33,2176,LAS,PHL\nnonsense\n");

        assertThatThrownBy(() -> FlightPlan.of(InputFile.at(file), SEED))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("line 3");
    }

    private Path write(String name, String rows) throws IOException {
        return Files.writeString(directory.resolve(name), "date,delay,distance,origin,destination\n" + rows);
    }
}

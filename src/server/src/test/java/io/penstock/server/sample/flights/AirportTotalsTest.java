package io.penstock.server.sample.flights;

import io.penstock.server.sample.SampleProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AirportTotalsTest {

    @TempDir
    Path directory;

    @Test
    void shouldAddUpByOrigin() throws IOException {
        var totals = new AirportTotals();
        totals.add(flight(1, 30, "LAS"));
        totals.add(flight(2, -50, "LAS"));
        totals.add(flight(3, 7, "JFK"));

        assertThat(totals.airports()).isEqualTo(2);
        assertThat(totals.differences(reference("LAS,2,-20\nJFK,1,7\n"))).isZero();
    }

    @Test
    void shouldCountEveryAirportThatDiffers() throws IOException {
        var totals = new AirportTotals();
        totals.add(flight(1, 30, "LAS"));
        totals.add(flight(2, 7, "JFK"));
        totals.add(flight(3, 1, "ORD"));

        assertThat(totals.differences(reference("LAS,2,30\nJFK,1,7\nATL,1,1\n")))
                .as("LAS has another count, ORD is only here, ATL only there")
                .isEqualTo(3);
    }

    @Test
    void shouldRefuseAReferenceThatNamesAnAirportTwice() {
        assertThatThrownBy(() -> reference("LAS,2,30\nLAS,1,7\n"))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("line 3: there was a line for LAS before");
    }

    private static Flight flight(int row, int delay, String origin) {
        return new Flight(row, "2001-01-01 00:01", delay, 100, origin, "PHL");
    }

    private AirportTotals reference(String rows) throws IOException {
        return Reference.read(InputFile.at(
                Files.writeString(directory.resolve("reference.csv"), "origin,flights,total_delay_minutes\n" + rows)));
    }
}

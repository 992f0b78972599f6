package io.penstock.server.sample.flights;

import io.penstock.server.sample.SampleProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlightReaderTest {

    private static final String HEADER = "date,delay,distance,origin,destination\n";
    private static final String ROW = "2001-01-01 00:01,33,2176,LAS,PHL\n";

    @TempDir
    Path directory;

    @Test
    void shouldNumberTheRows() throws IOException {
        var flights = read(plain(HEADER + ROW + "2001-01-31 23:59,-13,2345,ANC,LAX\n"));

        assertThat(flights)
                .containsExactly(
                        new Flight(1, "2001-01-01 00:01", 33, 2176, "LAS", "PHL"),
                        new Flight(2, "2001-01-31 23:59", -13, 2345, "ANC", "LAX"));
    }

    @Test
    void shouldReadGzip() throws IOException {
        Path file = Files.write(directory.resolve("flights.csv.gz"), gzip(HEADER + ROW));

        assertThat(read(file)).hasSize(1);
    }

    @Test
    void shouldRecogniseGzipByItsContent() throws IOException {
        Path file = Files.write(directory.resolve("flights.csv"), gzip(HEADER + ROW));

        assertThat(read(file)).hasSize(1);
    }

    @Test
    void shouldReadTheFlightsThatComeWithTheServer() {
        try (var reader = FlightReader.open(InputFile.FLIGHTS)) {
            assertThat(reader.next().origin()).isEqualTo("LAS");
        }
    }

    @Test
    void shouldAcceptAnInputWithoutFlights() throws IOException {
        assertThat(read(plain(HEADER))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2001-01-01 00:01,33,2176,LAS           | it has 4 fields instead of 5",
                "2001-01-01 00:01,33,2176,LAS,PHL,x     | it has 6 fields instead of 5",
                "2001-01-01 00:01,late,2176,LAS,PHL     | delay is no whole number: 'late'",
                "2001-01-01 00:01,3000000000,1,LAS,PHL  | delay is no whole number: '3000000000'",
                "2001-01-01 00:01,33,far,LAS,PHL        | distance is no whole number: 'far'",
                "2001-02-30 00:01,33,2176,LAS,PHL       | date is not like 2001-01-31 23:59: '2001-02-30 00:01'",
                "2001-01-01 00:01,33,2176,,PHL          | origin must have 1 to 16 characters",
                "2001-01-01 00:01,33,2176,LAS,AIRPORTWITHALONGNAME | destination must have 1 to 16 characters"
            })
    void shouldNameTheLineOfAMalformedRow(String row, String problem) throws IOException {
        Path file = plain(HEADER + ROW + row + "\n" + ROW);

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining(file + ", line 3: " + problem);
    }

    @Test
    void shouldRefuseOtherColumnsBeforeAnyRow() throws IOException {
        Path file = plain("date,delay,origin\n" + ROW);

        assertThatThrownBy(() -> FlightReader.open(InputFile.at(file)))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("line 1: the columns must be 'date,delay,distance,origin,destination'")
                .hasMessageContaining("'date,delay,origin'");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        Path file = plain("");

        assertThatThrownBy(() -> FlightReader.open(InputFile.at(file)))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("but they are ''");
    }

    @Test
    void shouldRefuseWhatIsCalledGzipAndIsNot() throws IOException {
        Path file = Files.writeString(directory.resolve("flights.csv.gz"), HEADER + ROW);

        assertThatThrownBy(() -> FlightReader.open(InputFile.at(file)))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("no valid gzip data");
    }

    @Test
    void shouldSayThatGzipDataIsTruncated() throws IOException {
        byte[] whole = gzip(HEADER + distinctRows(20_000));
        Path file = Files.write(directory.resolve("flights.csv.gz"), Arrays.copyOf(whole, whole.length - 1_000));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("truncated")
                .hasMessageMatching("(?s).*line \\d+: .*");
    }

    @Test
    void shouldRefuseAFieldThatWouldFillTheMemory() throws IOException {
        Path file = plain(HEADER + "x".repeat(100_000));

        assertThatThrownBy(() -> read(file)).isInstanceOf(SampleProblem.class).hasMessageContaining("line 2");
    }

    @Test
    void shouldRefuseAFolder() {
        assertThatThrownBy(() -> FlightReader.open(InputFile.at(directory)))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("is no file");
    }

    private static String distinctRows(int count) {
        var rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append("2001-01-01 00:01,")
                    .append(i * 31 % 997)
                    .append(',')
                    .append(i)
                    .append(",LAS,PHL\n");
        }
        return rows.toString();
    }

    private Path plain(String text) throws IOException {
        return Files.writeString(directory.resolve("flights.csv"), text);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static List<Flight> read(Path file) {
        var flights = new ArrayList<Flight>();
        try (var reader = FlightReader.open(InputFile.at(file))) {
            for (Flight flight = reader.next(); flight != null; flight = reader.next()) {
                flights.add(flight);
            }
        }
        return flights;
    }
}

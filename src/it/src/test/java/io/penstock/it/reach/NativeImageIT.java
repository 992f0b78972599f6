package io.penstock.it.reach;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged server reaches nothing that a native image of it would not know: an image cannot be built everywhere,
 * but what its builder is given can be compared with what the server does in a virtual machine.
 */
class NativeImageIT {

    /** Whether a library for compression works here is found out by each process for itself. */
    private static final String CODECS = "io.penstock.journal.record.Codecs$";

    private static final String CACHES = "io.quarkus.caffeine.runtime.graal.CacheConstructorsFeature";

    private static final String LISTENERS = "org.hibernate.graalvm.internal.GraalVMStaticFeature";

    private static final String SERVICES =
            "io.quarkus.hibernate.orm.runtime.graal.RegisterServicesForReflectionFeature";

    private static final String OPENAPI = "META-INF/quarkus-generated-openapi-doc.JSON";

    @TempDir
    static Path directory;

    private static CheckTable table;
    private static List<Access> accesses;
    private static NativeSources sources;
    private static Reachability reachability;

    @BeforeAll
    static void putTheServerThroughEverything() throws Exception {
        sources = NativeSources.ofTheServer();
        reachability = Reachability.of(sources);
        var run = new CheckRun(directory);
        table = run.run(reachability);
        accesses = Access.read(run.record());
    }

    @Test
    void shouldReachNothingThatTheImageDoesNotKnow() throws Exception {
        var comparison = compare(reachability);

        System.out.println("NativeImageIT: " + table.rows().size()
                + " checks; accesses, and why they work in an image\n" + comparison.table());
        assertThat(comparison.gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.penstock.server.cli.LogRepairCommand",
                "io.penstock.server.http.request.Problem",
                "io.penstock.server.sample.flights.FlightsSummary",
                "io.penstock.server.sample.flashsale.FlashSaleSummary",
                "io.penstock.server.http.destination.DestinationView",
                "io.penstock.server.http.transaction.TransactionResource$View",
                "io.penstock.server.sample.flights.Flight"
            })
    void shouldNameAClassThatTheImageWasNotToldOf(String type) throws Exception {
        var gaps = compare(reachability.without(type)).gaps();

        gaps.removeAll(compare(reachability).gaps());
        assertThat(gaps).isNotEmpty().allMatch(gap -> gap.contains(type));
    }

    private static Comparison compare(Reachability reachability) throws IOException {
        return Comparison.of(accesses, reachability, sources, Reviewed.read());
    }

    @Test
    void shouldExcuseNothingOfOursAndNothingInVain() throws Exception {
        var reviewed = Reviewed.read();

        Comparison.of(accesses, reachability, sources, reviewed);

        assertThat(reviewed.lines()).allSatisfy(line -> assertThat(line.text()).doesNotContain("penstock"));
        assertThat(reviewed.unused()).as("lines that excuse nothing any more").isEmpty();
        assertThat(sources.features()).containsAll(reviewed.features());
    }

    @Test
    void shouldTakeFromFeaturesWhatTheirCodeNamesAndNothingElse() throws Exception {
        var features = new Features(sources);

        assertThat(features.know(CACHES, "com.github.benmanes.caffeine.cache.SSMS"))
                .isTrue();
        assertThat(features.know(CACHES, "com.github.benmanes.caffeine.cache.WSMS"))
                .isFalse();
        assertThat(features.know(LISTENERS, "[Lorg.hibernate.event.spi.LoadEventListener;"))
                .isTrue();
        assertThat(features.know(LISTENERS, "[Lorg.hibernate.event.spi.EventType;"))
                .isFalse();
        assertThat(features.know(SERVICES, "org.hibernate.persister.internal.PersisterFactoryImpl"))
                .isTrue();
        assertThat(features.know(SERVICES, "org.hibernate.persister.entity.SingleTableEntityPersister"))
                .isFalse();
    }

    @Test
    void shouldInitializeOfOursTheCodecsAloneAtRunTime() throws Exception {
        assertThat(sources.initializedAtRunTime())
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("io.penstock.") && !name.startsWith(CODECS));
    }

    @Test
    void shouldCheckEveryEndpoint() throws Exception {
        var document = new ObjectMapper().readTree(sources.resource(OPENAPI));
        var endpoints = new ArrayList<String>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> endpoints.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(table.passed("endpoint")).containsExactlyInAnyOrderElementsOf(endpoints);
    }

    @Test
    void shouldPassEveryCheck() {
        assertThat(table.rows()).hasSizeGreaterThan(150).allMatch(CheckTable.Row::passed);
    }
}

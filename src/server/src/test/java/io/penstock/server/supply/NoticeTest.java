package io.penstock.server.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server consists of is in the bill of materials that the build writes; NOTICE names all of it, and every
 * licence is one that we may ship under. {@code -Dpenstock.notice=write} writes that part of NOTICE anew.
 */
class NoticeTest {

    private static final Path SBOM = Path.of("target/penstock-sbom.json");
    private static final Path NOTICE = Path.of("../../NOTICE");
    private static final String HEAD = "Third-party software in the server, by licence";

    /** Licences that let us ship what is under them in an image, with their own texts in the artifacts. */
    private static final Set<String> PERMITTED = Set.of(
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "MIT",
            "MIT-0",
            "Public Domain");

    private static JsonNode components() throws IOException {
        return new ObjectMapper().readTree(SBOM.toFile()).get("components");
    }

    private static String licence(JsonNode component) {
        var names = new TreeSet<String>();
        component.path("licenses").forEach(each -> {
            var license = each.path("license");
            names.add(
                    license.hasNonNull("id")
                            ? license.get("id").asText()
                            : license.path("name").asText());
        });
        names.removeIf(name -> !PERMITTED.contains(name) && names.stream().anyMatch(PERMITTED::contains));
        return String.join(" or ", names);
    }

    private static boolean isOurs(JsonNode component) {
        return component.path("group").asText().equals("io.penstock");
    }

    /** The groups of what there is, by licence, in lines of at most 80 characters. */
    private static List<String> lines() throws IOException {
        Map<String, Set<String>> groups = new TreeMap<>();
        for (var component : components()) {
            if (!isOurs(component)) {
                groups.computeIfAbsent(licence(component), none -> new TreeSet<>())
                        .add(component.get("group").asText());
            }
        }
        var lines = new ArrayList<String>();
        groups.forEach((licence, names) -> {
            lines.add("");
            lines.add(licence + ":");
            names.forEach(name -> lines.add("  " + name));
        });
        return lines;
    }

    @Test
    void shouldShipOnlyWhatALicencePermits() throws IOException {
        assertThat(StreamSupport.stream(components().spliterator(), false)
                        .filter(component -> !isOurs(component))
                        .filter(component -> !PERMITTED.containsAll(
                                List.of(licence(component).split(" or "))))
                        .map(component -> component.get("group").asText() + ":"
                                + component.get("name").asText() + " is under '" + licence(component) + "'"))
                .isEmpty();
    }

    @Test
    void shouldNameInTheNoticeWhatTheServerConsistsOf() throws IOException {
        var before = Files.readAllLines(NOTICE);
        int head = before.indexOf(HEAD);
        var expected = new ArrayList<>(before.subList(0, head < 0 ? before.size() : head));
        expected.add(HEAD);
        expected.addAll(lines());
        if ("write".equals(System.getProperty("penstock.notice"))) {
            Files.write(NOTICE, expected);
            return;
        }
        assertThat(before).as("NOTICE; -Dpenstock.notice=write writes it anew").isEqualTo(expected);
    }

    @Test
    void shouldSayWhichVersionsThereAre() throws IOException {
        assertThat(components().size()).isGreaterThan(100);
        assertThat(components()).allSatisfy(component -> {
            assertThat(component.path("version").asText()).isNotEmpty();
            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
        });
    }
}

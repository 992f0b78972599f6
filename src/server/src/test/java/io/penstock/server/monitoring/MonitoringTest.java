package io.penstock.server.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static io.penstock.server.http.Requests.declareQueue;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Prometheus and Grafana are given is well made, and names what a running server really has. */
@QuarkusTest
@TestProfile(Monitored.class)
class MonitoringTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path MONITORING = ROOT.resolve("k8s/monitoring");

    private static JsonNode rules() throws IOException {
        return new YAMLMapper()
                .readTree(MONITORING.resolve("prometheusrule.yaml").toFile())
                .at("/spec/groups/0/rules");
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
    }

    /** All expressions, by where they stand. */
    private static Map<String, String> expressions() throws IOException {
        var expressions = new LinkedHashMap<String, String>();
        rules().forEach(rule ->
                expressions.put(rule.get("alert").asText(), rule.get("expr").asText()));
        dashboard()
                .get("panels")
                .forEach(panel -> panel.get("targets")
                        .forEach(target -> expressions.put(
                                panel.get("title").asText() + " "
                                        + target.get("refId").asText(),
                                target.get("expr").asText())));
        dashboard().at("/templating/list").forEach(variable -> {
            if (variable.get("type").asText().equals("query")) {
                expressions.put(
                        "variable " + variable.get("name").asText(),
                        variable.get("query").asText().replaceFirst(",[^)]*", ""));
            }
        });
        return expressions;
    }

    @Test
    void shouldNameMetricsThatAServerHas() throws Exception {
        declareQueue("monitored");
        var expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(30);

        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            var scraped = scraped();
            expressions.forEach((where, expression) -> {
                var metrics = PromQl.metrics(expression);
                assertThat(metrics).as(where).isNotEmpty();
                assertThat(scraped).as(where).containsAll(metrics);
            });
        });
    }

    private static Set<String> scraped() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void shouldHaveRulesThatSayWhatToDo() throws Exception {
        var names = new HashSet<String>();
        for (var rule : rules()) {
            var name = rule.get("alert").asText();
            assertThat(names.add(name)).as(name).isTrue();
            assertThat(rule.get("for").asText()).as(name).matches("[0-9]+[smh]");
            assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
            assertThat(rule.at("/annotations/summary").asText()).as(name).endsWith(".");
            var page = ROOT.resolve(rule.at("/annotations/runbook").asText());
            assertThat(page).as(name).isRegularFile();
            assertThat(Files.readString(page))
                    .as(name)
                    .startsWith("# " + name + "\n")
                    .contains("## What it means", "## What to look at", "## What to do");
        }
        assertThat(names).hasSizeGreaterThan(10);
    }

    @Test
    void shouldHaveAPageForEachRuleAndNoOther() throws Exception {
        var pages = new TreeSet<String>();
        for (var rule : rules()) {
            pages.add(rule.at("/annotations/runbook").asText());
        }
        try (var files = Files.list(ROOT.resolve("docs/alerts"))) {
            assertThat(files.map(file -> "docs/alerts/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(pages);
        }
    }

    @Test
    void shouldHaveADashboardThatGrafanaCanShow() throws Exception {
        var dashboard = dashboard();
        assertThat(dashboard.get("uid").asText()).isNotEmpty();
        assertThat(dashboard.get("title").asText()).isEqualTo("Penstock");
        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        var variables = new TreeSet<String>();
        dashboard
                .at("/templating/list")
                .forEach(each -> variables.add(each.get("name").asText()));
        assertThat(variables).contains("datasource", "namespace");
        var ids = new HashSet<Integer>();
        var taken = new HashSet<String>();
        for (var panel : dashboard.get("panels")) {
            var title = panel.get("title").asText();
            assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
            assertThat(panel.get("type").asText()).as(title).isIn("timeseries", "stat");
            assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
            assertThat(panel.get("targets")).as(title).isNotEmpty();
            var place = panel.get("gridPos");
            assertThat(place.get("x").asInt() + place.get("w").asInt())
                    .as(title)
                    .isBetween(1, 24);
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    var cell =
                            (place.get("x").asInt() + x) + "," + (place.get("y").asInt() + y);
                    assertThat(taken.add(cell))
                            .as("%s covers another panel", title)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(a",
                "a)",
                "a b",
                "> 1",
                "a >",
                "sum by (x) ",
                "rate",
                "a{b=\"c\"]",
                "a ? b",
                "and a",
            })
    void shouldFindAnExpressionThatIsWrong(String expression) {
        assertThatThrownBy(() -> PromQl.metrics(expression)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFindTheMetricsOfAnExpression() {
        assertThat(PromQl.metrics(
                        "sum by (x, y) (rate(a_total{b=~\"$c\",d!=\"e\"}[5m])) > 0.8 * f and g == 0 unless on (h) i"))
                .containsExactly("a_total", "f", "g", "i");
    }
}

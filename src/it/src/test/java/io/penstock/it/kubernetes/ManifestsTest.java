package io.penstock.it.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

class ManifestsTest {

    @BeforeAll
    static void requireKubectl() {
        Kustomize.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void shouldRunOneBrokerOnAVolumeOfItsOwn(String overlay) throws Exception {
        var set = statefulSet(overlay);

        assertThat(set.at("/spec/replicas").asInt()).isOne();
        assertThat(set.at("/spec/volumeClaimTemplates/0/metadata/name").asText())
                .isEqualTo("data");
        assertThat(set.at("/spec/volumeClaimTemplates/0/spec/accessModes/0").asText())
                .isEqualTo("ReadWriteOnce");
        assertThat(set.at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage")
                        .asText())
                .isNotEmpty();
        assertThat(mountPath(set, "data"))
                .isEqualTo(configuration(overlay).get("PENSTOCK_DATA").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void shouldRunWithoutPrivileges(String overlay) throws Exception {
        var set = statefulSet(overlay);
        var pod = set.at("/spec/template/spec/securityContext");
        var container = container(set).get("securityContext");

        assertThat(pod.get("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.get("runAsUser").asInt()).isPositive();
        assertThat(pod.get("fsGroup").asInt()).isPositive();
        assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(mountPath(set, "tmp")).isEqualTo("/tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void shouldWaitForTheDrainBeforeKilling(String overlay) throws Exception {
        var configuration = configuration(overlay);
        var grace = Duration.ofSeconds(statefulSet(overlay)
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asLong());

        assertThat(grace)
                .isGreaterThan(seconds(configuration, "QUARKUS_SHUTDOWN_DELAY")
                        .plus(seconds(configuration, "QUARKUS_SHUTDOWN_TIMEOUT"))
                        .plus(seconds(configuration, "PENSTOCK_DRAIN_TIMEOUT")));
    }

    @ParameterizedTest
    @CsvSource({"dev, http, 8080", "prod, https, 8443"})
    void shouldProbeTheHealthEndpoints(String overlay, String port, int number) throws Exception {
        var container = container(statefulSet(overlay));

        assertThat(container.at("/ports")).hasSize(1);
        assertThat(container.at("/ports/0/name").asText()).isEqualTo(port);
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(number);
        assertProbe(container, "startupProbe", "/q/health/started", port);
        assertProbe(container, "livenessProbe", "/q/health/live", port);
        assertProbe(container, "readinessProbe", "/q/health/ready", port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void shouldConnectServicesConfigurationAndPods(String overlay) throws Exception {
        var resources = Kustomize.render(overlay);
        var set = statefulSet(overlay);
        var labels = set.at("/spec/template/metadata/labels");

        var services = resources.stream()
                .filter(resource -> resource.get("kind").asText().equals("Service"))
                .toList();
        assertThat(services).hasSize(2);
        assertThat(services).allSatisfy(service -> {
            assertThat(service.at("/spec/selector")).isEqualTo(labels);
            assertThat(service.at("/spec/ports/0/targetPort").asText())
                    .isEqualTo(container(set).at("/ports/0/name").asText());
        });
        assertThat(services)
                .extracting(service -> service.at("/metadata/name").asText())
                .contains(set.at("/spec/serviceName").asText());
        assertThat(container(set).at("/envFrom/0/configMapRef/name").asText())
                .isEqualTo(one(resources, "ConfigMap").at("/metadata/name").asText());
        assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(set.at("/spec/template/spec/enableServiceLinks").asBoolean(true))
                .as("variables named like our configuration")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void shouldBoundWhatItUses(String overlay) throws Exception {
        var resources = container(statefulSet(overlay)).get("resources");

        assertThat(resources.at("/limits/memory").asText()).isNotEmpty();
        assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
        assertThat(resources.at("/requests/memory").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void shouldLetOnlyNeighboursAndNamedClientsConnect(String overlay) throws Exception {
        var policy = one(Kustomize.render(overlay), "NetworkPolicy");

        assertThat(policy.at("/spec/podSelector/matchLabels"))
                .isEqualTo(statefulSet(overlay).at("/spec/selector/matchLabels"));
        assertThat(policy.at("/spec/policyTypes")).hasSize(2);
        assertThat(policy.at("/spec/ingress/0/ports/0/port").asText())
                .isEqualTo(container(statefulSet(overlay)).at("/ports/0/name").asText());
        assertThat(policy.at("/spec/ingress/0/from"))
                .allSatisfy(from -> assertThat(from.at("/podSelector").isMissingNode()
                                && from.at("/namespaceSelector/matchLabels").isEmpty())
                        .as("everybody")
                        .isFalse());
        assertThat(policy.at("/spec/egress/0/ports/0/port").asInt()).isEqualTo(53);
    }

    @Test
    void shouldGiveProductionItsUsersByASecret() throws Exception {
        var set = statefulSet("prod");
        var file = configuration("prod").get("PENSTOCK_SECURITY_USERS_FILE").asText();

        assertThat(file).startsWith(mountPath(set, "users") + "/");
        assertThat(set.at("/spec/template/spec/automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(StreamSupport.stream(set.at("/spec/template/spec/volumes").spliterator(), false)
                        .filter(volume -> volume.get("name").asText().equals("users")))
                .singleElement()
                .satisfies(volume ->
                        assertThat(volume.at("/secret/secretName").asText()).isEqualTo("penstock-users"));
    }

    @Test
    void shouldGiveProductionWhatDevelopmentHasNot() throws Exception {
        assertThat(kinds("dev")).doesNotContain("PodDisruptionBudget", "Ingress", "ServiceMonitor", "PrometheusRule");
        assertThat(kinds("prod")).contains("PodDisruptionBudget", "Ingress", "ServiceMonitor", "PrometheusRule");
        assertThat(configuration("dev").toString()).doesNotContain("POSTGRES", "OIDC", "TLS", "CONFIG_LOCATIONS");
        var server = new Properties();
        server.load(new StringReader(file("prod", "server.properties")));
        assertThat(server)
                .containsKeys("quarkus.datasource.jdbc.url", "quarkus.oidc.auth-server-url")
                .containsEntry("quarkus.http.insecure-requests", "disabled")
                .containsEntry("quarkus.http.ssl-port", "8443");
        assertThat(server.getProperty("quarkus.tls.key-store.pem.0.cert"))
                .startsWith(mountPath(statefulSet("prod"), "tls") + "/");
        assertThat(configuration("prod").get("SMALLRYE_CONFIG_LOCATIONS").asText())
                .isEqualTo(mountPath(statefulSet("prod"), "config") + "/server.properties");
        assertThat(server.keySet())
                .as("secrets are no configuration")
                .noneMatch(name -> name.toString().contains("password"));
        assertThat(container(statefulSet("prod")).at("/env"))
                .allSatisfy(each -> assertThat(
                                each.at("/valueFrom/secretKeyRef/name").asText())
                        .isEqualTo("penstock-database"));
    }

    @Test
    void shouldConnectWhatProductionAddsToItsServices() throws Exception {
        var resources = Kustomize.render("prod");
        var host = one(resources, "Ingress").at("/spec/rules/0/host").asText();

        assertThat(configuration("prod").get("PENSTOCK_HTTP_ALLOWED_HOSTS").asText())
                .contains(host);
        assertThat(one(resources, "Ingress").at("/spec/tls/0/hosts/0").asText()).isEqualTo(host);
        assertThat(one(resources, "Ingress")
                        .at("/spec/rules/0/http/paths/0/backend/service/port/name")
                        .asText())
                .isEqualTo("https");
        assertThat(one(resources, "PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(statefulSet("prod").at("/spec/selector/matchLabels"));
        var monitor = one(resources, "ServiceMonitor");
        assertThat(resources.stream()
                        .filter(resource -> resource.get("kind").asText().equals("Service"))
                        .filter(service ->
                                has(service.at("/metadata/labels"), monitor.at("/spec/selector/matchLabels"))))
                .as("scraped once")
                .singleElement()
                .satisfies(service ->
                        assertThat(service.at("/spec/ports/0/name")).isEqualTo(monitor.at("/spec/endpoints/0/port")));
        assertThat(monitor.at("/spec/endpoints/0/basicAuth/password/name").asText())
                .isNotEmpty();
    }

    private static boolean has(JsonNode labels, JsonNode wanted) {
        return wanted.properties().stream().allMatch(each -> each.getValue().equals(labels.get(each.getKey())));
    }

    private static List<String> kinds(String overlay) throws Exception {
        return Kustomize.render(overlay).stream()
                .map(resource -> resource.get("kind").asText())
                .toList();
    }

    @Test
    void shouldTellDevelopmentFromProduction() throws Exception {
        assertThat(statefulSet("dev").at("/metadata/namespace").asText()).isEqualTo("penstock-dev");
        assertThat(statefulSet("prod").at("/metadata/namespace").asText()).isEqualTo("penstock");
        assertThat(configuration("dev").get("PENSTOCK_DURABILITY").asText()).isEqualTo("os");
        assertThat(configuration("prod").get("PENSTOCK_DURABILITY").asText()).isEqualTo("sync");
        assertThat(container(statefulSet("prod")).get("image").asText()).doesNotEndWith("latest");
    }

    private static JsonNode statefulSet(String overlay) throws Exception {
        return one(Kustomize.render(overlay), "StatefulSet");
    }

    /** The variables of the server. */
    private static JsonNode configuration(String overlay) throws Exception {
        return one(Kustomize.render(overlay), "ConfigMap").get("data");
    }

    private static String file(String overlay, String name) throws Exception {
        return Kustomize.render(overlay).stream()
                .map(resource -> resource.path("data").path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode one(List<JsonNode> resources, String kind) {
        var found = resources.stream()
                .filter(resource -> resource.get("kind").asText().equals(kind))
                .filter(resource ->
                        !kind.equals("ConfigMap") || resource.get("data").has("PENSTOCK_DATA"))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static JsonNode container(JsonNode set) {
        return set.at("/spec/template/spec/containers/0");
    }

    private static String mountPath(JsonNode set, String volume) {
        return StreamSupport.stream(container(set).get("volumeMounts").spliterator(), false)
                .filter(mount -> mount.get("name").asText().equals(volume))
                .map(mount -> mount.get("mountPath").asText())
                .findFirst()
                .orElseThrow();
    }

    private static void assertProbe(JsonNode container, String probe, String path, String port) {
        assertThat(container.at("/" + probe + "/httpGet/path").asText()).isEqualTo(path);
        assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo(port);
        assertThat(container.at("/" + probe + "/httpGet/scheme").asText("HTTP")).isEqualToIgnoringCase(port);
    }

    private static Duration seconds(JsonNode configuration, String name) {
        return Duration.parse("PT" + configuration.get(name).asText());
    }
}

package io.penstock.it.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers whose log lies in Kafka. */
class KafkaManifestsTest {

    private static final String OVERLAY = "kafka";

    @BeforeAll
    static void requireKubectl() {
        Kustomize.require();
    }

    private static List<JsonNode> all(String overlay, String kind) throws Exception {
        return Kustomize.render(overlay).stream()
                .filter(resource -> resource.get("kind").asText().equals(kind))
                .toList();
    }

    private static JsonNode one(String overlay, String kind) throws Exception {
        var found = all(overlay, kind);
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static JsonNode deployment() throws Exception {
        return one(OVERLAY, "Deployment");
    }

    private static JsonNode container() throws Exception {
        return deployment().at("/spec/template/spec/containers/0");
    }

    private static JsonNode configuration(String overlay) throws Exception {
        return one(overlay, "ConfigMap").get("data");
    }

    private static String setting(String name) throws Exception {
        return configuration(OVERLAY).get(name).asText();
    }

    private static JsonNode variable(String name) throws Exception {
        return find(container().get("env"), name);
    }

    private static JsonNode find(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(each -> each.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka-topics"})
    void shouldRunTwoServersWithoutData(String overlay) throws Exception {
        var deployment = one(overlay, "Deployment");

        assertThat(all(overlay, "StatefulSet")).isEmpty();
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt())
                .isOne();
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt())
                .isOne();
        assertThat(deployment.at("/spec/template/spec/volumes"))
                .noneMatch(volume -> volume.has("persistentVolumeClaim"));
        assertThat(one(overlay, "PodDisruptionBudget")
                        .at("/spec/maxUnavailable")
                        .asInt())
                .isOne();
        assertThat(configuration(overlay).get("PENSTOCK_ENGINE").asText()).isEqualTo("kafka");
        assertThat(configuration(overlay).get("PENSTOCK_KAFKA_ROLE").asText()).isEqualTo("auto");
    }

    @Test
    void shouldRunWithoutPrivileges() throws Exception {
        var pod = deployment().at("/spec/template/spec");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.get("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.get("enableServiceLinks").asBoolean(true))
                .as("variables named like our configuration")
                .isFalse();
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(setting("PENSTOCK_DATA"))
                .startsWith(find(container().get("volumeMounts"), "tmp")
                        .get("mountPath")
                        .asText());
    }

    @Test
    void shouldWaitForTheDrainBeforeKilling() throws Exception {
        var grace = Duration.ofSeconds(deployment()
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asLong());
        var drain = Duration.ZERO;
        for (var name : List.of("QUARKUS_SHUTDOWN_DELAY", "QUARKUS_SHUTDOWN_TIMEOUT", "PENSTOCK_DRAIN_TIMEOUT")) {
            drain = drain.plus(Duration.parse("PT" + setting(name)));
        }

        assertThat(grace).isGreaterThan(drain);
    }

    @ParameterizedTest
    @CsvSource({"startupProbe, started", "livenessProbe, live", "readinessProbe, ready"})
    void shouldProbeTheHealthEndpoints(String probe, String check) throws Exception {
        var get = container().at("/" + probe + "/httpGet");

        assertThat(get.get("path").asText()).isEqualTo("/q/health/" + check);
        assertThat(get.get("port").asText()).isEqualTo("http");
    }

    @Test
    void shouldConnectServicesConfigurationAndPods() throws Exception {
        var labels = deployment().at("/spec/template/metadata/labels");

        assertThat(deployment().at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(all(OVERLAY, "Service"))
                .hasSize(2)
                .allSatisfy(service -> assertThat(service.at("/spec/selector")).isEqualTo(labels));
        assertThat(one(OVERLAY, "PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(one(OVERLAY, "NetworkPolicy").at("/spec/podSelector/matchLabels"))
                .isEqualTo(labels);
        assertThat(deployment().at("/spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels"))
                .isEqualTo(labels);
        assertThat(container().at("/envFrom/0/configMapRef/name"))
                .isEqualTo(one(OVERLAY, "ConfigMap").at("/metadata/name"));
    }

    @Test
    void shouldHaveTheOwnerReachedByItsOwnAddress() throws Exception {
        assertThat(setting("PENSTOCK_KAFKA_LINK_HOST")).isEqualTo("0.0.0.0");
        assertThat(find(container().get("ports"), "link").get("containerPort").asText())
                .isEqualTo(setting("PENSTOCK_KAFKA_LINK_PORT"));
        assertThat(variable("PENSTOCK_KAFKA_LINK_ADVERTISED_HOST")
                        .at("/valueFrom/fieldRef/fieldPath")
                        .asText())
                .isEqualTo("status.podIP");
        assertThat(variable("PENSTOCK_KAFKA_LINK_SHARED_KEY")
                        .at("/valueFrom/secretKeyRef/name")
                        .asText())
                .isEqualTo("penstock-link");
        var policy = one(OVERLAY, "NetworkPolicy");
        assertThat(policy.at("/spec/ingress/0/ports"))
                .anyMatch(each -> each.get("port").asText().equals("link"));
        assertThat(policy.at("/spec/egress"))
                .anyMatch(each -> each.at("/ports/0/port").asText().equals("link"))
                .anyMatch(each -> each.at("/ports/0/port").asText().equals("9093"));
    }

    @Test
    void shouldBeTheUserThatItHas() throws Exception {
        var user = one(OVERLAY, "KafkaUser");
        var secret = user.at("/metadata/name").asText();

        assertThat(variable("KAFKA_SSL_KEYSTORE_PASSWORD")
                        .at("/valueFrom/secretKeyRef/name")
                        .asText())
                .isEqualTo(secret);
        assertThat(find(deployment().at("/spec/template/spec/volumes"), "kafka-user")
                        .at("/secret/secretName")
                        .asText())
                .isEqualTo(secret);
        for (var store : List.of("KEYSTORE, kafka-user", "TRUSTSTORE, kafka-ca")) {
            var names = store.split(", ");
            assertThat(setting("KAFKA_SSL_" + names[0] + "_LOCATION"))
                    .startsWith(find(container().get("volumeMounts"), names[1])
                                    .get("mountPath")
                                    .asText()
                            + "/");
        }
        assertThat(user.at("/spec/authorization/acls")).hasSize(2).allSatisfy(acl -> {
            assertThat(acl.at("/resource/patternType").asText()).isEqualTo("prefix");
            assertThat(setting("PENSTOCK_KAFKA_TOPIC_PREFIX"))
                    .startsWith(acl.at("/resource/name").asText());
            assertThat(setting("PENSTOCK_KAFKA_INSTALLATION") + ".")
                    .startsWith(acl.at("/resource/name").asText());
        });
    }

    @Test
    void shouldCreateNoTopicsWhereTheOperatorDoes() throws Exception {
        var overlay = "kafka-topics";
        var journal = setting("PENSTOCK_KAFKA_INSTALLATION") + ".main.journal";
        var topics = all(overlay, "KafkaTopic");

        assertThat(configuration(overlay).get("PENSTOCK_KAFKA_CREATE_TOPICS").asText())
                .isEqualTo("false");
        assertThat(one(overlay, "KafkaUser").at("/spec/authorization/acls/0/operations"))
                .noneMatch(
                        operation -> List.of("Create", "Alter", "AlterConfigs").contains(operation.asText()));
        assertThat(topics)
                .extracting(topic -> topic.at("/spec/topicName").asText())
                .contains(journal, journal.replace("journal", "snapshots"))
                .allMatch(name -> name.startsWith("penstock."));
        assertThat(topics).allSatisfy(topic -> {
            var config = topic.at("/spec/config");
            assertThat(config.get("unclean.leader.election.enable").asText()).isEqualTo("false");
            assertThat(config.get("message.timestamp.after.max.ms").asText()).isEqualTo("" + Long.MAX_VALUE);
            assertThat(config.get("message.timestamp.before.max.ms").asText()).isEqualTo("" + Long.MAX_VALUE);
            assertThat(config.get("message.timestamp.type").asText()).isEqualTo("CreateTime");
            assertThat(config.get("max.message.bytes").asInt()).isEqualTo((1 << 20) + (256 << 10));
            assertThat(config.get("min.insync.replicas").asText())
                    .isEqualTo(setting("PENSTOCK_KAFKA_MIN_INSYNC_REPLICAS"));
            assertThat(topic.at("/spec/replicas").asText()).isEqualTo(setting("PENSTOCK_KAFKA_REPLICATION_FACTOR"));
        });
    }
}

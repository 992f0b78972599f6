package io.penstock.it.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.JSON;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each object that is rendered has the fields, all of them and no others, that the API of Kubernetes has for its kind. */
class SchemaTest {

    /** The classes that are generated from Kubernetes' OpenAPI document, by the version of the API. */
    private static final Map<String, String> PREFIXES =
            Map.of("v1", "V1", "apps/v1", "V1", "policy/v1", "V1", "networking.k8s.io/v1", "V1");

    /** Custom resources of Prometheus' operator and of Strimzi, which have the fields of the classes, and no others. */
    private static final Map<String, Class<?>> CUSTOM = Map.of(
            "ServiceMonitor", ServiceMonitor.class,
            "PrometheusRule", PrometheusRule.class,
            "KafkaUser", KafkaUser.class,
            "KafkaTopic", KafkaTopic.class);

    private static final ObjectMapper MAPPER =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

    @BeforeAll
    static void requireKubectl() {
        Kustomize.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod", "kafka", "kafka-topics"})
    void shouldFitTheSchemaOfItsKind(String overlay) throws Exception {
        var resources = Kustomize.render(overlay);

        assertThat(resources).hasSizeGreaterThanOrEqualTo(5);
        for (var resource : resources) {
            validate(resource);
        }
    }

    @Test
    void shouldFitTheSchemaOfItsKindIfMonitoringIsAppliedByItself() throws Exception {
        var resources = Kustomize.renderMonitoring();

        assertThat(resources).hasSize(3);
        for (var resource : resources) {
            validate(resource);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "prod, StatefulSet, /spec/template/spec/containers/0, imagee, x",
        "prod, StatefulSet, /spec/template/spec/containers/0/ports/0, containerPort, abc",
        "prod, StatefulSet, /spec, selector, (removed)",
        "prod, PodDisruptionBudget, /spec, maxUnavailabel, 1",
        "prod, Ingress, /spec/rules/0/http/paths/0, pathType, (removed)",
        "prod, ServiceMonitor, /spec/endpoints/0, intervall, 30s",
        "prod, PrometheusRule, /spec/groups/0/rules/0, expresion, up",
        "kafka, Deployment, /spec/strategy, rollingupdate, x",
        "kafka, KafkaUser, /spec/authorization/acls/0, operationz, Read",
        "kafka, KafkaUser, /spec/authentication, type, password",
        "kafka-topics, KafkaTopic, /spec, partition, 1",
        "kafka-topics, KafkaTopic, /spec, partitions, many",
    })
    void shouldFindAFieldThatIsWrong(String overlay, String kind, String path, String field, String value)
            throws Exception {
        var resource = Kustomize.render(overlay).stream()
                .filter(each -> each.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
        var parent = (ObjectNode) resource.at(path);
        if (value.equals("(removed)")) {
            assertThat(parent.remove(field)).isNotNull();
        } else {
            parent.put(field, value);
        }

        assertThatThrownBy(() -> validate(resource)).isInstanceOf(AssertionError.class);
    }

    private static void validate(JsonNode resource) throws Exception {
        var kind = resource.get("kind").asText();
        var version = resource.get("apiVersion").asText();
        if (CUSTOM.containsKey(kind)) {
            assertThat(version).isIn("monitoring.coreos.com/v1", "kafka.strimzi.io/v1");
            validateCustom(resource, CUSTOM.get(kind));
            return;
        }
        assertThat(PREFIXES).as(kind).containsKey(version);
        var type = Class.forName("io.kubernetes.client.openapi.models." + PREFIXES.get(version) + kind);
        var json = JsonParser.parseString(resource.toString());
        try {
            // Names and obligations of fields, then their types.
            type.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
        } catch (InvocationTargetException e) {
            throw new AssertionError(kind + ": " + e.getCause().getMessage(), e);
        }
        try {
            JSON.getGson().fromJson(json, type);
        } catch (RuntimeException e) {
            throw new AssertionError(kind + ": " + e.getMessage(), e);
        }
    }

    private static void validateCustom(JsonNode resource, Class<?> type) throws Exception {
        var unknown = new ArrayList<String>();
        JsonNode known;
        try {
            known = MAPPER.valueToTree(MAPPER.treeToValue(resource, type));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        assertThat(known).as("nothing is lost").isEqualTo(resource);
        collectUnknown(MAPPER.treeToValue(resource, type), type.getSimpleName(), unknown);
        assertThat(unknown).isEmpty();
    }

    /** What the classes have no field for, they keep aside. */
    private static void collectUnknown(Object value, String path, List<String> unknown) throws Exception {
        if (value instanceof Iterable<?> many) {
            for (var each : many) {
                collectUnknown(each, path, unknown);
            }
            return;
        }
        var ofModel = List.of("io.fabric8.", "io.strimzi.");
        if (value == null
                || value instanceof Enum<?>
                || ofModel.stream().noneMatch(value.getClass().getName()::startsWith)) {
            return;
        }
        for (var method : value.getClass().getMethods()) {
            if (method.getParameterCount() == 0 && method.getName().startsWith("get")) {
                var found = method.invoke(value);
                if (method.getName().equals("getAdditionalProperties")) {
                    ((Map<?, ?>) found).keySet().forEach(name -> unknown.add(path + "." + name));
                } else if (!method.getName().equals("getClass")) {
                    collectUnknown(found, path + "." + method.getName().substring("get".length()), unknown);
                }
            }
        }
    }
}

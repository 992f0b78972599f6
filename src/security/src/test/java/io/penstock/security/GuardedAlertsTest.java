package io.penstock.security;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class GuardedAlertsTest {

    private static AlertRule lag(String name, String destinations) {
        return AlertRule.of(name, new AlertCondition.Lag(0))
                .destinations(destinations)
                .build();
    }

    @Test
    void shouldLetAlertsBeDeclaredWhereTheCallerManagesAndForAllByWhoLooksAfterTheBroker(@TempDir Path directory) {
        var audit = new ArrayList<AuditRecord>();
        var control = AccessControl.builder()
                .permissions(Permissions.of(Map.of("ours.#", Map.of("manage", Set.of("ada")))))
                .externalUsers(true)
                .audit(audit::add)
                .build();
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory))) {
            broker.alerts().declare(lag("theirs", "theirs"));
            var ada = control.view(broker, Caller.external("ada", Set.of(), "10.0.0.7"))
                    .alerts();
            assertThat(ada.declare(lag("mine", "ours.#"))).isEqualTo(lag("mine", "ours.#"));
            assertThat(ada.rules()).extracting(AlertRule::name).containsExactly("mine");
            ada.remove("mine");

            var operator = control.view(broker, Caller.external("olga", Set.of("operator"), "10.0.0.7"))
                    .alerts();
            operator.declare(lag("all", "#"));
            operator.declare(AlertRule.of("disk", new AlertCondition.Disk(50)).build());
            assertThat(operator.rules()).extracting(AlertRule::name).containsExactly("all", "disk", "theirs");
            assertThat(audit).extracting(AuditRecord::action).contains("declare alert", "remove alert");
        }
    }
}

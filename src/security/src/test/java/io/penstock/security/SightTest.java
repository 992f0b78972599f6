package io.penstock.security;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SightTest {

    private final ArrayList<AuditRecord> audit = new ArrayList<>();
    private final AccessControl control = AccessControl.builder()
            .permissions(Permissions.of(Map.of("ours.#", Map.of("browse", Set.of("ada")))))
            .externalUsers(true)
            .audit(audit::add)
            .build();

    private Sight of(String name, String... roles) {
        return control.sight(Caller.external(name, Set.of(roles), "10.0.0.7"));
    }

    @Test
    void shouldTellWhatACallerMaySeeAndNotTheAuditOfIt() {
        assertThat(of("ada").sees("ours.orders")).isTrue();
        assertThat(of("ada").sees("theirs")).isFalse();
        assertThat(of("ada").seesBroker()).isFalse();
        assertThat(of("olga", "operator").seesBroker()).isTrue();
        assertThat(of("root", "admin").seesBroker()).isTrue();
        assertThat(audit).isEmpty();
    }

    @Test
    void shouldLetEverythingBeSeenWhereNobodyIsAsked() {
        assertThat(Sight.EVERYTHING.sees("theirs")).isTrue();
        assertThat(Sight.EVERYTHING.seesBroker()).isTrue();
        Sight.EVERYTHING.requireBroker("look", "look");
    }

    @Test
    void shouldTellTheAuditOfWhoAsksForTheWholeBroker() {
        of("olga", "operator").requireBroker("look", "look at all");
        assertThat(audit).isEmpty();
        assertThatThrownBy(() -> of("ada").requireBroker("look", "look at all"))
                .isInstanceOf(PenstockException.Forbidden.class)
                .hasMessageContaining("look at all, which needs the role operator or admin");
        assertThat(audit).singleElement().extracting(AuditRecord::action).isEqualTo("look");
    }
}

package io.penstock.security;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static io.penstock.security.Action.BROWSE;
import static io.penstock.security.Action.MANAGE;
import static io.penstock.security.Action.RECEIVE;
import static io.penstock.security.Action.SEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PermissionsTest {

    private static Set<Action> of(Permissions table, String name, Set<String> roles, String destination) {
        int allowed = table.allowed(name, roles, destination);
        return Arrays.stream(Action.values())
                .filter(action -> (allowed & action.bit()) != 0)
                .collect(Collectors.toSet());
    }

    @Test
    void shouldLetRolesDecideWhereNoRuleDoes() {
        var table = Permissions.BY_ROLES;

        assertThat(of(table, "x", Set.of("admin"), "q")).containsExactlyInAnyOrder(Action.values());
        assertThat(of(table, "x", Set.of("operator"), "q")).containsExactlyInAnyOrder(BROWSE, MANAGE);
        assertThat(of(table, "x", Set.of("producer"), "q")).containsExactly(SEND);
        assertThat(of(table, "x", Set.of("consumer"), "q")).containsExactlyInAnyOrder(RECEIVE, BROWSE);
        assertThat(of(table, "x", Set.of("consumer", "producer"), "q"))
                .containsExactlyInAnyOrder(SEND, RECEIVE, BROWSE);
        assertThat(of(table, "x", Set.of("clerk"), "q")).isEmpty();
    }

    @Test
    void shouldLetTheMostSpecificRuleDecideAlone() {
        var table = Permissions.of(Map.of(
                "orders.#", Map.of("send", Set.of("shop"), "receive", Set.of("clerk")),
                "orders.eu", Map.of("send", Set.of("till"))));

        assertThat(of(table, "shop", Set.of(), "orders.us")).containsExactly(SEND);
        assertThat(of(table, "shop", Set.of(), "orders.eu")).isEmpty();
        assertThat(of(table, "till", Set.of(), "orders.eu")).containsExactly(SEND);
        assertThat(of(table, "eve", Set.of("producer"), "orders.us")).isEmpty();
        assertThat(of(table, "eve", Set.of("producer"), "other")).containsExactly(SEND);
        assertThat(of(table, "joe", Set.of("clerk"), "orders")).containsExactly(RECEIVE);
        assertThat(of(table, "joe", Set.of("clerk", "consumer"), "orders")).containsExactlyInAnyOrder(RECEIVE, BROWSE);
        assertThat(of(table, "root", Set.of("admin"), "orders.eu")).containsExactlyInAnyOrder(Action.values());
    }

    @Test
    void shouldAllowAPatternOnlyWhereEachOfItsNamesIsAllowed() {
        var table = Permissions.of(Map.of(
                "orders.#", Map.of("receive", Set.of("clerk")), "orders.secret.*", Map.of("receive", Set.of("boss"))));

        assertThat(table.allowsAll("x", Set.of("clerk"), RECEIVE, "orders.eu.*"))
                .isTrue();
        assertThat(table.allowsAll("x", Set.of("clerk"), RECEIVE, "orders.#")).isFalse();
        assertThat(table.allowsAll("x", Set.of("clerk"), RECEIVE, "#")).isFalse();
        assertThat(table.allowsAll("x", Set.of("consumer"), RECEIVE, "parcels.#"))
                .isTrue();
        assertThat(table.allowsAll("x", Set.of("consumer"), RECEIVE, "#")).isFalse();
        assertThat(table.allowsAll("x", Set.of("admin"), RECEIVE, "#")).isTrue();
        assertThat(table.allowsAll("boss", Set.of("clerk"), RECEIVE, "orders.#"))
                .isTrue();
    }

    @Test
    void shouldRefuseRulesThatMeanNothing() {
        assertThatThrownBy(() -> Permissions.of(Map.of("q", Map.of("snd", Set.of("x")))))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("did you mean 'send'");
        assertThatThrownBy(() -> Permissions.of(Map.of("q", Map.of("send", Set.of()))))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() -> Permissions.of(Map.of("q*", Map.of("send", Set.of("x")))))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        var table = Permissions.of(Map.of("q", Map.of("send", Set.of("shopp"))));
        assertThatThrownBy(() -> table.requireKnown(Set.of("shop"), Set.of()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("'shopp'")
                .hasMessageContaining("did you mean 'shop'");
    }

    @Test
    void shouldNotTakeAUserForTheRoleOfThatName() {
        var table = Permissions.of(Map.of("q", Map.of("send", Set.of("operator", "clerk"))));

        assertThat(of(table, "operator", Set.of(), "q")).isEmpty();
        assertThat(of(table, "olga", Set.of("operator"), "q")).contains(SEND);
        assertThatThrownBy(() -> table.requireKnown(Set.of("clerk"), Set.of("clerk")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("'clerk', which is a user and a role");
        assertThatThrownBy(() -> table.requireKnown(Set.of("operator", "clerk"), Set.of()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("'operator', which is a user and a role");
    }
}

package io.penstock.quarkus.config;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KnownPropertiesTest {

    private static final KnownProperties KNOWN = new KnownProperties(List.of(
            "quarkus.penstock.durability",
            "quarkus.penstock.destinations.*.kind",
            "quarkus.penstock.destinations.*.exchange.bindings[*].pattern",
            "penstock.http.max-body-size"));

    @Test
    void shouldAcceptWhatIsKnownInBothForms() {
        assertThatCode(() -> KNOWN.check(List.of(
                        "quarkus.penstock.durability",
                        "penstock.durability",
                        "penstock.destinations.\"a.b\".kind",
                        "quarkus.penstock.destinations.orders.exchange.bindings[12].pattern",
                        "penstock.http.max-body-size",
                        "other.penstock.durabilty",
                        "quarkus.http.port",
                        "penstock")))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseTheRestOnceAndNameWhatIsMeant() {
        assertThatThrownBy(() -> KNOWN.check(List.of(
                        "penstock.durabilty",
                        "quarkus.penstock.destinations.\"a.b\".knd",
                        "penstock.destinations.x.exchange.bindings[1].patern",
                        "quarkus.penstock.destinations.x.exchange.bindings[1].patern",
                        "penstock.http.max-bdy-size",
                        "penstock.nothing-like-it")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("penstock.destinations.x.exchange.bindings[1].patern is no property: did you mean"
                        + " penstock.destinations.x.exchange.bindings[1].pattern?"
                        + " penstock.durabilty is no property: did you mean penstock.durability?"
                        + " penstock.http.max-bdy-size is no property: did you mean penstock.http.max-body-size?"
                        + " penstock.nothing-like-it is no property: remove it."
                        + " quarkus.penstock.destinations.\"a.b\".knd is no property: did you mean"
                        + " quarkus.penstock.destinations.\"a.b\".kind?");
    }
}

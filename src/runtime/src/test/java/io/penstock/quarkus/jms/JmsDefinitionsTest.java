package io.penstock.quarkus.jms;

import io.penstock.quarkus.jms.JmsDefinitions.FactoryDefinition;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class JmsDefinitionsTest {

    @Test
    void shouldNotShowThePasswordOfAConnectionFactory() {
        var factory = new FactoryDefinition("java:app/jms/Shop", "shop", "secret", "", true);

        assertThat(new JmsDefinitions(List.of(), List.of(factory)).toString())
                .contains("java:app/jms/Shop")
                .doesNotContain("secret");
    }
}

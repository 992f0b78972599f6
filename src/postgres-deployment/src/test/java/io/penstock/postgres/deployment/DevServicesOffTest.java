package io.penstock.postgres.deployment;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.datasource.deployment.spi.DevServicesDatasourceConfigurationHandlerBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Map;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the Dev Service of Quarkus would have to serve, which needs a container: another extension keeps it away. */
class DevServicesOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.bare()
            .addBuildChainCustomizer(chain -> chain.addBuildStep(
                            context -> context.produce(new DevServicesDatasourceConfigurationHandlerBuildItem(
                                    "postgresql", (name, running) -> Map.of(), name -> Map.of(), name -> true)))
                    .produces(DevServicesDatasourceConfigurationHandlerBuildItem.class)
                    .build())
            .overrideConfigKey("penstock.devservices.enabled", "false")
            .overrideConfigKey("penstock.postgres.optional", "true");

    @Inject
    InjectableInstance<AgroalDataSource> dataSources;

    @Test
    void shouldStartNoDatabaseWhenSwitchedOff() {
        assertThat(dataSources.listActive()).isEmpty();
    }
}

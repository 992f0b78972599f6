package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests begin with an empty directory of their own, which the transaction manager has its log in as well. */
class DataDirectoryTest {

    private static final Path DIRECTORY = Path.of("target", "penstock-test").toAbsolutePath();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .setBeforeAllCustomizer(DataDirectoryTest::leaveSomething)
            .overrideRuntimeConfigKey("penstock.journal.file-size", "8M")
            .overrideRuntimeConfigKey("quarkus.http.test-port", "0");

    @Inject
    Broker broker;

    @ConfigProperty(name = "penstock.data")
    Path data;

    @ConfigProperty(name = "quarkus.transaction-manager.object-store.directory")
    Path transactions;

    private static void leaveSomething() {
        try (var earlier = EmbeddedBroker.open(BrokerOptions.in(DIRECTORY))) {
            earlier.declare(Destination.queue("earlier").build());
            Files.createDirectories(DIRECTORY.resolve("transactions/earlier"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldFindNothingOfAnEarlierRun() {
        assertThat(LaunchMode.current()).isEqualTo(LaunchMode.TEST);
        assertThat(data).isEqualTo(DIRECTORY);
        assertThat(broker.destinations()).isEmpty();
        broker.declare(Destination.queue("q").build());
        broker.send(Message.to("q").id("once").build());
        assertThat(broker.browse(BrowseRequest.waiting("q", 10).build())).hasSize(1);
    }

    @Test
    void shouldKeepTheLogOfTheTransactionManagerBesideThatOfTheBroker() {
        assertThat(transactions).isEqualTo(DIRECTORY.resolve("transactions"));
        assertThat(transactions.resolve("earlier")).doesNotExist();
        assertThat(Path.of("ObjectStore")).doesNotExist();
    }
}

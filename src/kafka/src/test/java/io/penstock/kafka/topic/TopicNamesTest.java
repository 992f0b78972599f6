package io.penstock.kafka.topic;

import io.penstock.Destination;
import io.penstock.PenstockException.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicNamesTest {

    private final TopicNames names = new TopicNames("", "penstock", "main");

    @Test
    void shouldNameTheTopicsOfACellAndOfItsDestinations() {
        var prefixed = new TopicNames("shop-", "penstock", "main");

        assertThat(prefixed.journal()).isEqualTo("penstock.main.journal");
        assertThat(prefixed.snapshots()).isEqualTo("penstock.main.snapshots");
        assertThat(prefixed.ofDestination("orders.v1")).isEqualTo("shop-orders.v1");
        assertThat(names.ofDestination("orders.v1")).isEqualTo("orders.v1");
    }

    @Test
    void shouldRefuseANameThatIsTooLongForKafka() {
        var longest = "d".repeat(Destination.MAX_NAME_LENGTH);
        assertThat(names.ofDestination(longest)).hasSize(249);

        assertThatThrownBy(() -> new TopicNames("p", "penstock", "main").ofDestination(longest))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("250 characters")
                .hasMessageContaining("249");
        assertThatThrownBy(() -> new TopicNames("", "i".repeat(200), "c".repeat(50)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("installation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__transaction_state", "__consumer_offsets", "__mine"})
    void shouldRefuseNamesOfKafkasOwnTopics(String destination) {
        assertThatThrownBy(() -> names.ofDestination(destination))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("'" + destination + "'");
        assertThat(new TopicNames("p", "penstock", "main").ofDestination(destination))
                .isEqualTo("p" + destination);
    }

    @ParameterizedTest
    @ValueSource(strings = {"penstock.main.journal", "penstock.other.snapshots", "penstock_main_journal"})
    void shouldRefuseNamesOfTheInstallationsOwnTopics(String destination) {
        assertThatThrownBy(() -> names.ofDestination(destination))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("'" + destination + "'");
        assertThat(names.ofDestination("penstock.main.journals")).isEqualTo("penstock.main.journals");
    }

    @Test
    void shouldRefuseWhatKafkaDoesNotAllow() {
        assertThatThrownBy(() -> names.ofDestination("sp ace")).isInstanceOf(InvalidConfiguration.class);
        assertThatThrownBy(() -> names.ofDestination("..")).isInstanceOf(InvalidConfiguration.class);
    }
}

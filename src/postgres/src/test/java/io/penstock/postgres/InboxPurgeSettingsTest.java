package io.penstock.postgres;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InboxPurgeSettingsTest {

    private record Settings(boolean optional, boolean migrateAtStart, Inbox inbox) implements PostgresConfig {

        private record InboxSettings(Duration retention, Duration purgeInterval) implements Inbox {}

        Settings(Duration retention, Duration purgeInterval) {
            this(false, true, new InboxSettings(retention, purgeInterval));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT1H, 'retention = PT0S: choose 1s to 36525d.'",
        "PT-1S, PT1H, 'retention = PT-1S: choose 1s to 36525d.'",
        "P1000000000D, PT1H, 'retention = PT24000000000H: choose 1s to 36525d.'",
        "P7D, PT-1S, 'purge-interval = PT-1S: choose 0 (never), or 1s to 366d.'",
        "P7D, PT0.0005S, 'purge-interval = PT0.0005S: choose 0 (never), or 1s to 366d.'",
        "P7D, P1000000000D, 'purge-interval = PT24000000000H: choose 0 (never), or 1s to 366d.'"
    })
    void shouldNotStartWithWhatCannotBe(Duration retention, Duration purgeInterval, String message) {
        assertThatThrownBy(() -> start(retention, purgeInterval))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Penstock cannot start: quarkus.penstock.postgres.inbox." + message);
    }

    /** The reader of configuration names the property and its value for each exception of this kind. */
    @ParameterizedTest
    @ValueSource(strings = {"106751991167301D", "P106751991167301D", "9223372036854775808", "soon", "\u0663d"})
    void shouldSayWhatADurationIsOfWhatIsNone(String value) {
        assertThatThrownBy(() -> new InboxDuration().convert(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("use a duration such as 1h or 7d, of at most 36525d");
    }

    private static void start(Duration retention, Duration purgeInterval) {
        new InboxPurge(null, null, new Settings(retention, purgeInterval), null).start(null);
    }
}

package io.penstock.postgres;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InboxPurgeSettingsTest {

    private record Settings(boolean optional, boolean migrateAtStart, Inbox inbox) implements PostgresConfig {

        private record InboxSettings(Duration retention, Duration purgeInterval) implements Inbox {}

        Settings(Duration retention, Duration purgeInterval) {
            this(false, true, new InboxSettings(retention, purgeInterval));
        }
    }

    @Test
    void shouldRefuseARetentionThatWouldForgetClaimsAtOnce() {
        assertThatThrownBy(() -> start(Duration.ZERO, Duration.ofHours(1)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("penstock.postgres.inbox.retention = PT0S: it must be at least PT1S.");
    }

    @Test
    void shouldRefuseANegativeInterval() {
        assertThatThrownBy(() -> start(Duration.ofDays(7), Duration.ofSeconds(-1)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("penstock.postgres.inbox.purge-interval = PT-1S: it must be at least PT0S.");
    }

    private static void start(Duration retention, Duration purgeInterval) {
        new InboxPurge(null, null, new Settings(retention, purgeInterval), null).start(null);
    }
}

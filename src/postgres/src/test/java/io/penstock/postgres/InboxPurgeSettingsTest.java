package io.penstock.postgres;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InboxPurgeSettingsTest {

    private record Settings(Duration retention, Duration purgeInterval, boolean migrateAtStart)
            implements InboxConfig {}

    @Test
    void shouldRefuseARetentionThatWouldForgetClaimsAtOnce() {
        assertThatThrownBy(() -> start(Duration.ZERO, Duration.ofHours(1)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("penstock.inbox.retention = PT0S: it must be at least PT1S.");
    }

    @Test
    void shouldRefuseANegativeInterval() {
        assertThatThrownBy(() -> start(Duration.ofDays(7), Duration.ofSeconds(-1)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("penstock.inbox.purge-interval = PT-1S: it must be at least PT0S.");
    }

    private static void start(Duration retention, Duration purgeInterval) {
        new InboxPurge(null, null, new Settings(retention, purgeInterval, true), null).start(null);
    }
}

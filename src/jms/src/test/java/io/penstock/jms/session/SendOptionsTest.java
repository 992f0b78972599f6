package io.penstock.jms.session;

import io.penstock.Times;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import jakarta.jms.JMSException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SendOptionsTest {

    private static final long NOW = 1_800_000_000_000L;

    @Test
    void shouldEndALongLifeWithTheCalendar() throws JMSException {
        for (long millis : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - NOW, Long.MAX_VALUE - NOW + 1}) {
            assertThat(SendOptions.DEFAULT.withTimeToLive(millis).expirationMillis(NOW))
                    .isEqualTo(Times.MAX.toEpochMilli());
        }
        assertThat(SendOptions.DEFAULT.withTimeToLive(1).expirationMillis(NOW)).isEqualTo(NOW + 1);
        assertThat(SendOptions.DEFAULT.withTimeToLive(0).expirationMillis(NOW)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {316_224_000_001L, Long.MAX_VALUE})
    void shouldRefuseADelayThatIsTooLongWhenItIsSet(long millis) throws JMSException {
        assertThat(SendOptions.DEFAULT.withDeliveryDelay(316_224_000_000L).deliveryDelayMillis())
                .isEqualTo(Times.MAX_DELAY.toMillis());
        assertThatThrownBy(() -> SendOptions.DEFAULT.withDeliveryDelay(millis))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("at most 3660 days");
    }
}

package io.penstock.server.http.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The settings of {@code penstock.http}, with values from the edges of their types. */
class BodyLimitsTest {

    private static final MemorySize MOST = new MemorySize(BigInteger.valueOf(16 << 20));

    @ParameterizedTest
    @CsvSource({
        "max-body-size, 0",
        "max-body-size, -1",
        "max-body-size, 17M",
        "max-body-size, 99999999999999999999Y",
        "max-body-size, big",
        "max-body-size, 1.5M",
        "max-body-time, 0s",
        "max-body-time, -1s",
        "max-body-time, PT0.0000001S",
        "max-body-time, PT1H0.001S",
        "max-body-time, 106751991167300D",
        "max-body-time, 106751991167301D",
        "max-body-time, 9223372036854775808s",
        "max-body-time, P106751991167301D",
        "max-body-time, \u0663s",
        "max-body-time, soon",
        "max-bodies, 0",
        "max-bodies, -1",
        "max-bodies, 1000001",
        "max-bodies, 2147483648",
        "max-bodies, 1.5",
        "max-bodies, \u0663",
        "max-bodies, many",
        "max-bodies-size, 0",
        "max-bodies-size, 1M",
        "max-bodies-size, 8Y",
        "max-bodies-size, all"
    })
    void shouldRefuseEachBadValueByTheNameOfItsProperty(String property, String value) {
        assertThatThrownBy(() -> limits(property, value)).hasMessageContaining("penstock.http." + property);
    }

    @Test
    void shouldNameTheRangeOfADurationThatIsTooLongToBeComputed() {
        assertThatThrownBy(() -> limits("max-body-time", "106751991167301D"))
                .hasMessage("penstock.http.max-body-time = more than 106751991167300d: choose 1ms to 1h.");
    }

    @ParameterizedTest
    @CsvSource({
        "max-body-size, 1",
        "max-body-size, 16M",
        "max-body-size, 2048K",
        "max-body-time, 1MS",
        "max-body-time, 3600",
        "max-body-time, PT1H",
        "max-bodies, 1",
        "max-bodies, 1000000",
        "max-bodies-size, 2M",
        "max-bodies-size, 1T"
    })
    void shouldTakeEachGoodValueUpToItsEdges(String property, String value) {
        var limits = limits(property, value);

        assertThat(limits.bytes()).isPositive();
        assertThat(limits.time()).isPositive();
        assertThat(limits.number()).isPositive();
        assertThat(limits.totalBytes()).isGreaterThanOrEqualTo(limits.bytes());
    }

    @Test
    void shouldHaveDefaultsThatFitEachOther() {
        assertThat(limits("max-bodies", "1000").bytes()).isEqualTo(2 << 20);
    }

    private static BodyLimits limits(String property, String value) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(HttpLimits.class)
                .withDefaultValues(Map.of("penstock.http." + property, value))
                .build();
        return new BodyLimits(config.getConfigMapping(HttpLimits.class), MOST);
    }
}

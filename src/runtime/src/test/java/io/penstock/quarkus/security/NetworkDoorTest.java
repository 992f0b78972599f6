package io.penstock.quarkus.security;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkDoorTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "127.0.0.1, true",
        "127.1.2.3, true",
        "::1, true",
        "0.0.0.0, false",
        "::, false",
        "10.0.0.7, false",
        "nowhere.invalid, true"
    })
    void shouldTellWhetherOthersCanReachAnAddress(String host, boolean isOfThisMachine) {
        assertThat(NetworkDoor.isOfThisMachine(host)).isEqualTo(isOfThisMachine);
    }
}

package io.penstock.server.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseAddressTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/shop, jdbc:postgresql://db:5432/shop",
        "jdbc:postgresql://db/shop?user=anna&password=secret, jdbc:postgresql://db/shop?…",
        "jdbc:postgresql://anna:secret@db/shop, jdbc:postgresql://…@db/shop",
        "jdbc:postgresql://anna:se@cret@db/shop?x=secret, jdbc:postgresql://…@db/shop?…",
        "jdbc:sqlserver://db;password=secret, jdbc:sqlserver://db?…",
        "no address, no address"
    })
    void shouldShowNoPassword(String address, String shown) {
        assertThat(DatabaseAddress.shown(address)).isEqualTo(shown);
    }

    @Test
    void shouldShowNoPasswordInWhatADriverSaysOfTheAddress() {
        var address = "jdbc:postgresql://db/shop?password=secret";

        assertThat(DatabaseAddress.shownIn("The driver does not take " + address + ".", address))
                .isEqualTo("The driver does not take jdbc:postgresql://db/shop?….");
        assertThat(DatabaseAddress.shownIn("no address is configured", "")).isEqualTo("no address is configured");
    }
}

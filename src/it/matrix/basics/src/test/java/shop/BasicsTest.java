package shop;

import static org.awaitility.Awaitility.await;

import io.penstock.Broker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BasicsTest {

    @Inject
    Orders orders;

    @Inject
    Diary diary;

    @Inject
    Broker broker;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a letter by Jakarta Messaging",
                "a parcel by Reactive Messaging",
                "a price of 1200 by a topic"
            })
    void shouldReceiveWhatWasSentAtTheStart(String entry) {
        await().until(() -> diary.has(entry));
    }

    @Test
    void shouldPackAnOrderBesideTheOneOfTheStart() {
        orders.place("Bob", "a pencil");
        await().until(() -> broker.statistics("orders").subscriptions().get(0).accepted() == 2);
    }
}

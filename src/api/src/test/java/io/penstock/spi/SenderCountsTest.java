package io.penstock.spi;

import io.penstock.Destination;
import io.penstock.Message;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class SenderCountsTest {

    private final SenderCounts counts = new SenderCounts();

    private static Message to(String destination) {
        return Message.to(destination).body("x").build();
    }

    private Map<String, Long> counted() {
        var counted = new TreeMap<String, Long>();
        counts.forEach((door, name, destination, sent) -> counted.put(door + "/" + name + ">" + destination, sent));
        return counted;
    }

    @Test
    void shouldCountBySenderAndDestination() {
        counts.begin();
        counts.sender("http", "ada").sent(to("orders"));
        counts.sender("http", "ada").sent(List.of(to("orders"), to("prices")));
        counts.sender("jms", "ada").sent(to("orders"));

        assertThat(counted())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("http/ada>orders", 2L, "http/ada>prices", 1L, "jms/ada>orders", 1L));
        assertThat(counts.isCut()).isFalse();
    }

    @Test
    void shouldCountNothingUntilSomebodyAsks() {
        var early = counts.sender("http", "ada");
        early.sent(to("orders"));
        assertThat(counted()).isEmpty();

        counts.begin();
        early.sent(to("orders"));
        counts.sender("http", "ada").sent(to("orders"));
        assertThat(counted()).isEqualTo(Map.of("http/ada>orders", 2L));
    }

    @Test
    void shouldCountSendersBeyondTheLimitTogetherByTheirDoors() {
        counts.begin();
        var early = counts.sender("jms", "early");
        for (int i = 0; i < SenderCounts.MAX_SENDERS + 5; i++) {
            counts.sender("http", "u" + i).sent(to("orders"));
        }

        assertThat(counted()).hasSize(SenderCounts.MAX_SENDERS).containsEntry("http/other>orders", 6L);
        assertThat(counts.isCut()).isTrue();
        early.sent(to("orders"));
        assertThat(counted()).containsEntry("jms/early>orders", 1L);
    }

    @Test
    void shouldCountForOthersWhoeverWasForgottenAndFindsNoRoomAnyMore() {
        counts.begin();
        var early = counts.sender("jms", "early");
        counts.sweep(name -> true, 0);
        for (int i = 0; i < SenderCounts.MAX_SENDERS; i++) {
            counts.sender("http", "u" + i).sent(to("orders"));
        }
        early.sent(to("orders"));
        early.sent(to("orders"));

        assertThat(counted()).containsEntry("jms/other>orders", 2L);
    }

    @Test
    void shouldCountNoPairsBeyondTheLimitAndGoOnWhenThereIsRoom() {
        counts.begin();
        var ada = counts.sender("http", "ada");
        for (int i = 0; i <= SenderCounts.MAX_PAIRS; i++) {
            ada.sent(to("d" + i));
        }
        assertThat(counted()).hasSize(SenderCounts.MAX_PAIRS);
        assertThat(counts.isCut()).isTrue();

        counts.sweep(List.of("d1", "d2")::contains, 10);
        ada.sent(to("d1"));
        ada.sent(to("e"));
        assertThat(counted()).isEqualTo(Map.of("http/ada>d1", 2L, "http/ada>d2", 1L, "http/ada>e", 1L));
        assertThat(counts.isCut()).isFalse();
    }

    @Test
    void shouldForgetWhoHasSentNothingForSoManySweepsAndKnowThemAgain() {
        counts.begin();
        var ada = counts.sender("http", "ada");
        ada.sent(to("orders"));
        for (int i = 0; i < 3; i++) {
            counts.sweep(name -> true, 2);
        }
        assertThat(counted()).containsOnlyKeys("http/ada>orders");
        counts.sweep(name -> true, 2);
        assertThat(counted()).isEmpty();

        ada.sent(to("orders"));
        assertThat(counted()).isEqualTo(Map.of("http/ada>orders", 1L));
    }

    @Test
    void shouldNotCountRepliesToTemporaryDestinations() {
        counts.begin();
        counts.sender("http", "ada").sent(to(Destination.TEMPORARY_PREFIX + "1"));

        assertThat(counted()).isEmpty();
    }

    @Test
    void shouldCutLongNamesOff() {
        counts.begin();
        counts.sender("http", "x".repeat(1_000)).sent(to("orders"));

        assertThat(counted()).containsOnlyKeys("http/" + "x".repeat(SenderCounts.MAX_NAME_LENGTH) + ">orders");
    }
}

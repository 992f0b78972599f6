package io.penstock.broker.entry;

import io.penstock.Binding;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.Ordering;
import io.penstock.TopicRule;
import io.penstock.UnroutablePolicy;
import io.penstock.broker.routing.RoutingTable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The bytes below are what logs in the field hold: a test that has to be changed breaks them. */
class RoutingEntriesTest {

    private static final List<Entry> ENTRIES = List.of(
            new RoutingEntry.ExchangeDeclared(
                    Destination.exchange("x", ExchangeType.PATTERN).build()),
            new RoutingEntry.ExchangeDeclared(Destination.exchange(
                            "y",
                            Exchange.of(ExchangeType.HEADERS)
                                    .unroutable(UnroutablePolicy.DISCARD)
                                    .build())
                    .build()),
            new RoutingEntry.ExchangeDeclared(Destination.exchange(
                            "z", Exchange.of(ExchangeType.FANOUT).alternate("q").build())
                    .build()),
            new RoutingEntry.ExchangeDeclared(
                    Destination.exchange("d", ExchangeType.DIRECT).build()),
            new RoutingEntry.ExchangeDeleted("x"),
            new RoutingEntry.Bound(Binding.of("x", "a.#", "q").filter("b = 1").build()),
            new RoutingEntry.Unbound(Binding.headers("y", HeaderMatch.ANY, Map.of("h", "v", "g", "w"), "q")
                    .build()),
            new RoutingEntry.RuleDeclared(TopicRule.of("r", "t.*")
                    .policies(policies -> policies.ordering(Ordering.KEY)
                            .deadLetter(DeadLetterPolicy.to("dead").build()))
                    .build()),
            new RoutingEntry.RuleRemoved("r"),
            new GuaranteeEntry.SequencedNowhere(3, 300, 5));

    private static final List<String> GOLDEN = List.of(
            "290178020000",
            "290179030100",
            "29017a0100010171",
            "290164000000",
            "2a0178",
            "2b017801710503612e230562203d203100",
            "2c0179017102020167017701680176",
            "2d017203742e2a2702000172017201010501004000000000000000ac0200008084af5f000000000204646561641400",
            "2e0172",
            "2f03ac0205");

    private static List<String> hex() {
        return ENTRIES.stream()
                .map(entry -> HexFormat.of().formatHex(EntryCodec.encode(entry)))
                .toList();
    }

    @Test
    void shouldHaveTheseBytes() {
        assertThat(hex()).isEqualTo(GOLDEN);
    }

    @Test
    void shouldReadWhatWasWritten() {
        for (var entry : ENTRIES) {
            assertThat(EntryCodec.decode(ByteBuffer.wrap(EntryCodec.encode(entry))))
                    .isEqualTo(entry);
        }
    }

    @Test
    void shouldShowEachByAName() {
        assertThat(ENTRIES.stream()
                        .map(entry -> EntryViews.of(ByteBuffer.wrap(EntryCodec.encode(entry)))
                                .type()))
                .containsExactly(
                        "exchange-declared",
                        "exchange-declared",
                        "exchange-declared",
                        "exchange-declared",
                        "exchange-deleted",
                        "bound",
                        "unbound",
                        "rule-declared",
                        "rule-removed",
                        "sequenced-nowhere");
    }

    @Test
    void shouldRefuseBytesThatAreNoEntry() {
        assertThatThrownBy(
                        () -> EntryCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex("290178040000"))))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("unknown type 4");
        assertThatThrownBy(
                        () -> EntryCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex("2d017201230107"))))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("something else than a subscription");
    }

    /** What a checkpoint holds of a table rebuilds it. */
    @Test
    void shouldDescribeItselfCompletely() {
        var table = new RoutingTable();
        ENTRIES.subList(0, 4).forEach(entry -> table.apply((RoutingEntry) entry));
        table.apply((RoutingEntry) ENTRIES.get(5));
        table.apply(new RoutingEntry.Bound(Binding.all("z", "x").build()));
        table.apply((RoutingEntry) ENTRIES.get(7));

        var entries = new ArrayList<Entry>();
        table.describe(entries::add);
        var other = new RoutingTable();
        entries.forEach(entry -> other.apply((RoutingEntry) entry));
        var again = new ArrayList<Entry>();
        other.describe(again::add);

        assertThat(again).isEqualTo(entries).hasSize(7);
        assertThat(other.bindings()).isEqualTo(table.bindings()).isEqualTo(2);
        table.destinationDeleted("q");
        assertThat(table.bindings()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToFollowWhatDoesNotExist() {
        assertThatThrownBy(() -> new RoutingTable().apply((RoutingEntry) ENTRIES.get(5)))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("exchange 'x'");
    }
}

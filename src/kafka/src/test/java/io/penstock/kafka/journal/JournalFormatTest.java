package io.penstock.kafka.journal;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The journal is read by later versions: what is written here in hexadecimal must never change. */
class JournalFormatTest {

    private final List<String> told = new ArrayList<>();

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void read(byte[] items) {
        JournalFormat.read(ByteBuffer.wrap(items), new JournalFormat.Items() {

            @Override
            public void entry(ByteBuffer entry) {
                told.add("entry " + StandardCharsets.US_ASCII.decode(entry));
            }

            @Override
            public void records(int partition, long base, int count) {
                told.add("records " + partition + " " + base + " " + count);
            }

            @Override
            public void hole(int partition, long from, long to) {
                told.add("hole " + partition + " " + from + " " + to);
            }

            @Override
            public void text(ByteBuffer bytes) {
                told.add("text " + StandardCharsets.US_ASCII.decode(bytes));
            }

            @Override
            public void carried(int partition, long offset, Carried carried) {
                told.add("carried " + partition + " " + offset + " " + carried.epoch() + " " + carried.number());
                carried.read(new CarriedItems() {

                    @Override
                    public void entry(ByteBuffer entry) {
                        told.add("carried entry " + StandardCharsets.US_ASCII.decode(entry));
                    }

                    @Override
                    public void record() {
                        told.add("carrier");
                    }
                });
            }

            @Override
            public void key(byte[] key) {
                told.add("key " + hex(key));
            }

            @Override
            public void topic(Uuid id, String name) {
                told.add("topic " + name + " " + id);
            }
        });
    }

    @Test
    void shouldWriteVersion1() {
        var items = new FrameItems();
        items.entry(text("ab"));
        items.records(3, 7, 2);
        items.hole(3, 9, 10);
        items.text(text("c"));
        items.carried(3, 10, new Carried(5, 6, Carried.items(Arrays.asList(text("d"), null))));
        items.key(new CarrierKey(new byte[CarrierKey.BYTES]));
        items.topic(new Uuid(1, 2), "t");

        assertThat(hex(JournalFormat.owned(0x0102030405060708L, "pod-1", null)))
                .isEqualTo("01010102030405060708706f642d31");
        assertThat(hex(JournalFormat.alive(null))).isEqualTo("0102");
        assertThat(hex(JournalFormat.released())).isEqualTo("0103");
        assertThat(items.lines()).hasSize(1);
        assertThat(hex(items.lines().get(0)))
                .isEqualTo("010400"
                        + "01000000026162"
                        + "0200000003000000000000000700000002"
                        + "030000000300000000000000090000" + "00000000000a"
                        + "040000000163"
                        + "0500000003000000000000000a0000000000000005" + "0000000000000006"
                        + "00000009" + "0000000164" + "ffffffff"
                        + "0600000020" + "00".repeat(CarrierKey.BYTES)
                        + "07" + "0000000000000001" + "0000000000000002" + "00000001" + "74");
        assertThat(hex(JournalFormat.epoch(5))).isEqualTo("0000000000000005");
    }

    @Test
    void shouldReadVersion1() {
        var owned = HexFormat.of().parseHex("01010102030405060708706f642d31");
        var frame = HexFormat.of()
                .parseHex("010400010000000261620200000003000000000000000700000002"
                        + "03000000030000000000000009000000000000000a040000000163"
                        + "0500000003000000000000000a00000000000000050000000000000006000000090000000164ffffffff"
                        + "0600000020" + "00".repeat(CarrierKey.BYTES)
                        + "0700000000000000010000000000000002" + "0000000174");

        assertThat(JournalFormat.kind(owned)).isEqualTo(JournalKind.OWNED);
        assertThat(JournalFormat.storeId(owned)).isEqualTo(0x0102030405060708L);
        assertThat(JournalFormat.instance(owned)).isEqualTo("pod-1");
        assertThat(JournalFormat.kind(frame)).isEqualTo(JournalKind.FRAME);
        var items = JournalFormat.items(frame);
        var bytes = new byte[items.remaining()];
        items.get(bytes);
        read(bytes);
        assertThat(told)
                .containsExactly(
                        "entry ab",
                        "records 3 7 2",
                        "hole 3 9 10",
                        "text c",
                        "carried 3 10 5 6",
                        "carried entry d",
                        "carrier",
                        "key " + "00".repeat(32),
                        "topic t " + new Uuid(1, 2));
    }

    private static final String OWNED_2 = "0201" + "0102030405060708" + "0005706f642d31" + "01e9fb0001680003070809";
    private static final String ALIVE_2 = "0202" + "00e9fb0001680000";

    @Test
    void shouldWriteWhereTheOwnerIsReachedAsVersion2() {
        var link = new OwnerLink("h", 59_899, true, new byte[] {7, 8, 9});

        assertThat(hex(JournalFormat.owned(0x0102030405060708L, "pod-1", link))).isEqualTo(OWNED_2);
        assertThat(hex(JournalFormat.alive(new OwnerLink("h", 59_899, false, null))))
                .isEqualTo(ALIVE_2);
    }

    @Test
    void shouldReadWhereTheOwnerIsReachedFromVersion2() {
        var owned = HexFormat.of().parseHex(OWNED_2);
        var alive = HexFormat.of().parseHex(ALIVE_2);

        assertThat(JournalFormat.kind(owned)).isEqualTo(JournalKind.OWNED);
        assertThat(JournalFormat.storeId(owned)).isEqualTo(0x0102030405060708L);
        assertThat(JournalFormat.instance(owned)).isEqualTo("pod-1");
        assertThat(JournalFormat.link(owned)).isEqualTo(new OwnerLink("h", 59_899, true, new byte[] {7, 8, 9}));
        assertThat(JournalFormat.kind(alive)).isEqualTo(JournalKind.ALIVE);
        assertThat(JournalFormat.link(alive)).isEqualTo(new OwnerLink("h", 59_899, false, null));
        assertThat(JournalFormat.link(JournalFormat.alive(null))).isNull();
        assertThatThrownBy(() -> JournalFormat.link(Arrays.copyOf(owned, owned.length - 1)))
                .isInstanceOf(UnreadableJournalException.class);
    }

    @Test
    void shouldCutAFrameThatIsTooLargeForALine() {
        var items = new FrameItems();
        var large = new byte[2 * JournalFormat.LINE_BYTES];
        items.entry(large);

        var lines = items.lines();

        assertThat(lines).hasSize(3);
        assertThat(JournalFormat.goesOn(lines.get(0))).isTrue();
        assertThat(JournalFormat.goesOn(lines.get(1))).isTrue();
        assertThat(JournalFormat.goesOn(lines.get(2))).isFalse();
        assertThat(lines).allSatisfy(line -> assertThat(line.length).isLessThanOrEqualTo(JournalFormat.LINE_BYTES + 3));
    }

    @Test
    void shouldRefuseWhatIsOfAnotherVersion() {
        assertThatThrownBy(() -> JournalFormat.kind(new byte[] {3, 1}))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessageContaining("format 1");
        assertThatThrownBy(() -> JournalFormat.kind(new byte[] {1, 9}))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessageContaining("kind 9");
        assertThatThrownBy(() -> read(new byte[] {9}))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessageContaining("type 9");
        assertThatThrownBy(() -> JournalFormat.epoch(new RecordHeaders()))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessageContaining("epoch");
    }

    @Test
    void shouldRefuseAFrameThatEndsTooEarly() {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("010000000561")))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessageContaining("5 bytes");
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("020000")))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessageContaining("ends within an item");
    }
}

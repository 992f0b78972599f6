package io.penstock.kafka.log;

import io.penstock.kafka.journal.CarrierKey;
import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.journal.JournalFormat;
import io.penstock.kafka.owner.CellOwnership;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** Sends frames of plain records without waiting for them. One producer sends all, so their order remains. */
final class PlainLane {

    /** So much of what was told is said in the next line, whether or not anybody asks for it. */
    private static final int MUCH_BYTES = JournalFormat.LINE_BYTES / 8;

    private final Producer<byte[], byte[]> producer;
    private final CellOwnership ownership;
    private final Carriers carriers;
    private final Runnable acknowledged;

    /** @param acknowledged is told whenever all of a frame was */
    PlainLane(Producer<byte[], byte[]> producer, CellOwnership ownership, Carriers carriers, Runnable acknowledged) {
        this.producer = producer;
        this.ownership = ownership;
        this.carriers = carriers;
        this.acknowledged = acknowledged;
    }

    /** Sends a frame, with what else is to stand in its line of the journal. */
    PlainFrame send(List<Outgoing> appends, ToldSince since) {
        var frame = new PlainFrame(appends, acknowledged);
        for (var append : appends) {
            append.carry(carriers);
            for (var part : append.parts) {
                if (part instanceof Part.Records written && written.place.topic() != null) {
                    frame.sending();
                    producer.send(
                            record(written), (metadata, failure) -> frame.ended(append, written, metadata, failure));
                }
            }
        }
        var items = items(appends, since);
        if (items != null) {
            frame.sending();
            ownership.write(items.lines().get(0), frame::lineEnded);
        }
        frame.sent();
        return frame;
    }

    private ProducerRecord<byte[], byte[]> record(Part.Records written) {
        var record = Batches.toKafka(written.place.inKafka(), written.records.get(0));
        var carried = written.carried;
        if (carried != null) {
            record.headers().add(CarrierKey.HEADER, carriers.key().header(written.place.inKafka(), carried));
        }
        return record;
    }

    /**
     * A frame has a line for its entries, and if an append without anything asks for one, or much is to be said of
     * what was told before.
     */
    private static @Nullable FrameItems items(List<Outgoing> appends, ToldSince since) {
        boolean asked = since.bytes() > MUCH_BYTES
                || appends.stream().anyMatch(append -> append.parts.isEmpty()) && !since.isEmpty();
        if (!asked && appends.stream().noneMatch(Outgoing::hasLine)) {
            return null;
        }
        var items = new FrameItems();
        since.moveTo(items);
        for (var append : appends) {
            for (var part : append.hasLine() ? append.parts : List.<Part>of()) {
                if (part instanceof Part.Entry entry) {
                    items.entry(entry.bytes());
                } else if (part instanceof Part.Text text) {
                    items.text(text.bytes());
                } else if (part instanceof Part.Topic topic) {
                    items.topic(topic.id(), topic.name());
                }
            }
        }
        return items;
    }
}

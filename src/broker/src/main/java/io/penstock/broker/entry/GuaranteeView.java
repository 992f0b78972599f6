package io.penstock.broker.entry;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows entries about ids, producers and prepared transactions to tools. */
final class GuaranteeView {

    private GuaranteeView() {}

    static EntryView of(GuaranteeEntry entry) {
        var fields = new LinkedHashMap<String, Object>();
        if (entry instanceof GuaranteeEntry.Identified identified) {
            fields.put("partition", identified.partitionId());
            fields.put("back", identified.back());
            fields.put("hash", hash(identified.id()));
            fields.put("atMillis", identified.atMillis());
            return new EntryView("identified", fields);
        }
        if (entry instanceof GuaranteeEntry.IdsKnown known) {
            fields.put("firstPartition", known.firstPartitionId());
            fields.put("ids", known.ids().length);
            return new EntryView("ids-known", fields);
        }
        if (entry instanceof GuaranteeEntry.ProducerOpened opened) {
            fields.put("producer", opened.number());
            fields.put("id", opened.id());
            fields.put("epoch", opened.epoch());
            fields.put("atMillis", opened.atMillis());
            return new EntryView("producer-opened", fields);
        }
        if (entry instanceof GuaranteeEntry.SequencedNowhere sequenced) {
            fields.put("producer", sequenced.number());
            fields.put("sequence", sequenced.sequence());
            fields.put("atMillis", sequenced.atMillis());
            return new EntryView("sequenced-nowhere", fields);
        }
        if (entry instanceof GuaranteeEntry.Sequenced sequenced) {
            fields.put("producer", sequenced.number());
            fields.put("sequence", sequenced.sequence());
            fields.put("partition", sequenced.partitionId());
            fields.put("back", sequenced.back());
            fields.put("atMillis", sequenced.atMillis());
            return new EntryView("sequenced", fields);
        }
        if (entry instanceof GuaranteeEntry.ProducerKnown known) {
            fields.put("producer", known.number());
            fields.put("id", known.id());
            fields.put("epoch", known.epoch());
            fields.put("lastUsedMillis", known.lastUsedMillis());
            fields.put("messages", known.last());
            fields.put("receipts", known.offsets().length);
            return new EntryView("producer-known", fields);
        }
        if (entry instanceof GuaranteeEntry.ProducerExpired expired) {
            return new EntryView("producer-expired", Map.of("producer", expired.number()));
        }
        return transaction(entry, fields);
    }

    private static EntryView transaction(GuaranteeEntry entry, Map<String, Object> fields) {
        if (entry instanceof GuaranteeEntry.Prepared prepared) {
            fields.put("globalId", prepared.id().toString());
            fields.put("atMillis", prepared.atMillis());
            fields.put("sends", prepared.sends().length);
            fields.put("settlements", prepared.settlements().length);
            if (prepared.schedules().length > 0) {
                fields.put("schedules", prepared.schedules().length);
            }
            return new EntryView("prepared", fields);
        }
        if (entry instanceof GuaranteeEntry.Resolved resolved) {
            fields.put("globalId", resolved.id().toString());
            fields.put("committed", resolved.committed());
            return new EntryView("resolved", fields);
        }
        return new EntryView(
                "forgotten",
                Map.of("globalId", ((GuaranteeEntry.Forgotten) entry).id().toString()));
    }

    private static String hash(IdHash hash) {
        return HexFormat.of().toHexDigits(hash.high()) + HexFormat.of().toHexDigits(hash.low());
    }
}

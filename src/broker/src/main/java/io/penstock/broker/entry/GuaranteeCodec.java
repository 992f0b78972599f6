package io.penstock.broker.entry;

import io.penstock.journal.record.EncodedRecord;

/**
 * The bytes of entries about ids, producers and prepared transactions; types and primitives as in {@link EntryCodec}.
 *
 * <pre>
 * 30 identified          partitionId:n back:n hash at:n
 * 31 ids known           firstPartitionId:n count:n { hash partition:n offset:n at:n }*      in snapshots only
 * 32 producer opened     number:n id:text epoch:n at:n
 * 33 sequenced           number:n sequence:n partitionId:n back:n at:n
 * 34 producer known      number:n id:text epoch:n lastUsed:n last:n count:n { partitionId:n offset:n }*
 *                        in snapshots only
 * 35 producer expired    number:n
 * 36 prepared            globalId:b at:n count:n { partitionId:n timestamp:n hashed:u8(0, 1) [hash] record:b }*
 *                        count:n { length:n settled }*      settled is a whole entry of type 4
 * 37 resolved            globalId:b committed:u8(0 rolled back, 1 committed)
 * 38 forgotten           globalId:b
 * 47 sequenced nowhere   number:n sequence:n at:n                  an exchange threw it away; 34 has the partitionId
 *                        2147483647 of it then
 * 48 prepared            the fields of 36, then count:n { length:n schedule }*    with changes of schedules, in order;
 *                        schedule is a whole entry of type 70 or 73
 *
 * hash   the first 16 bytes of the id's SHA-256          b   length:n bytes
 * record as in a batch of the log, from the key on
 * </pre>
 */
final class GuaranteeCodec {

    private static final int IDENTIFIED = 30;
    private static final int IDS_KNOWN = 31;
    private static final int PRODUCER_OPENED = 32;
    private static final int SEQUENCED = 33;
    private static final int PRODUCER_KNOWN = 34;
    private static final int PRODUCER_EXPIRED = 35;
    private static final int PREPARED = 36;
    private static final int RESOLVED = 37;
    private static final int FORGOTTEN = 38;
    private static final int SEQUENCED_NOWHERE = 47;
    private static final int PREPARED_WITH_SCHEDULES = 48;

    private static final int HASH_BYTES = 2 * Long.BYTES;

    private GuaranteeCodec() {}

    static void write(EntryWriter out, GuaranteeEntry entry) {
        if (entry instanceof GuaranteeEntry.Identified identified) {
            out.octet(IDENTIFIED);
            out.number(identified.partitionId());
            out.number(identified.back());
            write(out, identified.id());
            out.number(identified.atMillis());
        } else if (entry instanceof GuaranteeEntry.Sequenced sequenced) {
            out.octet(SEQUENCED);
            out.number(sequenced.number());
            out.number(sequenced.sequence());
            out.number(sequenced.partitionId());
            out.number(sequenced.back());
            out.number(sequenced.atMillis());
        } else if (entry instanceof GuaranteeEntry.SequencedNowhere sequenced) {
            out.octet(SEQUENCED_NOWHERE);
            out.number(sequenced.number());
            out.number(sequenced.sequence());
            out.number(sequenced.atMillis());
        } else if (entry instanceof GuaranteeEntry.IdsKnown known) {
            write(out, known);
        } else if (entry instanceof GuaranteeEntry.ProducerKnown known) {
            write(out, known);
        } else if (entry instanceof GuaranteeEntry.ProducerOpened opened) {
            out.octet(PRODUCER_OPENED);
            out.number(opened.number());
            out.text(opened.id());
            out.number(opened.epoch());
            out.number(opened.atMillis());
        } else if (entry instanceof GuaranteeEntry.ProducerExpired expired) {
            out.octet(PRODUCER_EXPIRED);
            out.number(expired.number());
        } else if (entry instanceof GuaranteeEntry.Prepared prepared) {
            write(out, prepared);
        } else if (entry instanceof GuaranteeEntry.Resolved resolved) {
            out.octet(RESOLVED);
            out.bytes(resolved.id().bytes());
            out.octet(resolved.committed() ? 1 : 0);
        } else if (entry instanceof GuaranteeEntry.Forgotten forgotten) {
            out.octet(FORGOTTEN);
            out.bytes(forgotten.id().bytes());
        }
    }

    /** @throws UnreadableEntryException if the type is unknown or the bytes are none of its */
    static Entry read(int type, EntryReader in) {
        return switch (type) {
            case IDENTIFIED -> new GuaranteeEntry.Identified(in.smallNumber(), in.smallNumber(), hash(in), in.number());
            case IDS_KNOWN -> idsKnown(in);
            case PRODUCER_OPENED ->
                new GuaranteeEntry.ProducerOpened(in.smallNumber(), in.text(), in.number(), in.number());
            case SEQUENCED ->
                new GuaranteeEntry.Sequenced(
                        in.smallNumber(), in.number(), in.smallNumber(), in.smallNumber(), in.number());
            case SEQUENCED_NOWHERE -> new GuaranteeEntry.SequencedNowhere(in.smallNumber(), in.number(), in.number());
            case PRODUCER_KNOWN -> producerKnown(in);
            case PRODUCER_EXPIRED -> new GuaranteeEntry.ProducerExpired(in.smallNumber());
            case PREPARED -> prepared(in, false);
            case PREPARED_WITH_SCHEDULES -> prepared(in, true);
            case RESOLVED -> new GuaranteeEntry.Resolved(GlobalId.of(in.bytes()), in.octet() == 1);
            case FORGOTTEN -> new GuaranteeEntry.Forgotten(GlobalId.of(in.bytes()));
            default -> throw new UnreadableEntryException("an entry is of the unknown type " + type);
        };
    }

    private static void write(EntryWriter out, IdHash hash) {
        out.word(hash.high());
        out.word(hash.low());
    }

    private static IdHash hash(EntryReader in) {
        return new IdHash(in.word(), in.word());
    }

    private static void write(EntryWriter out, GuaranteeEntry.IdsKnown known) {
        out.octet(IDS_KNOWN);
        out.number(known.firstPartitionId());
        out.number(known.ids().length);
        for (var id : known.ids()) {
            write(out, id.id());
            out.number(id.place().partition());
            out.number(id.place().offset());
            out.number(id.atMillis());
        }
    }

    private static Entry idsKnown(EntryReader in) {
        int firstPartitionId = in.smallNumber();
        var ids = new GuaranteeEntry.KnownId[in.count(HASH_BYTES + 3)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = new GuaranteeEntry.KnownId(
                    hash(in), new RecordPosition(in.smallNumber(), in.number()), in.number());
        }
        return new GuaranteeEntry.IdsKnown(firstPartitionId, ids);
    }

    private static void write(EntryWriter out, GuaranteeEntry.ProducerKnown known) {
        out.octet(PRODUCER_KNOWN);
        out.number(known.number());
        out.text(known.id());
        out.number(known.epoch());
        out.number(known.lastUsedMillis());
        out.number(known.last());
        out.number(known.offsets().length);
        for (int i = 0; i < known.offsets().length; i++) {
            out.number(known.partitionIds()[i]);
            out.number(known.offsets()[i]);
        }
    }

    private static Entry producerKnown(EntryReader in) {
        int number = in.smallNumber();
        var id = in.text();
        long epoch = in.number();
        long lastUsed = in.number();
        long last = in.number();
        int count = in.count(2);
        if (count > last) {
            throw new UnreadableEntryException("a producer entry has " + count + " receipts of " + last + " messages");
        }
        var partitionIds = new int[count];
        var offsets = new long[count];
        for (int i = 0; i < count; i++) {
            partitionIds[i] = in.smallNumber();
            offsets[i] = in.number();
        }
        return new GuaranteeEntry.ProducerKnown(number, id, epoch, lastUsed, last, partitionIds, offsets);
    }

    private static void write(EntryWriter out, GuaranteeEntry.Prepared prepared) {
        boolean hasSchedules = prepared.schedules().length > 0;
        out.octet(hasSchedules ? PREPARED_WITH_SCHEDULES : PREPARED);
        out.bytes(prepared.id().bytes());
        out.number(prepared.atMillis());
        out.number(prepared.sends().length);
        for (var send : prepared.sends()) {
            out.number(send.partitionId());
            out.number(send.record().timestampMillis());
            out.octet(send.id() == null ? 0 : 1);
            if (send.id() != null) {
                write(out, send.id());
            }
            out.bytes(send.record().bytes());
        }
        out.number(prepared.settlements().length);
        nested(out, prepared.settlements());
        if (hasSchedules) {
            out.number(prepared.schedules().length);
            nested(out, prepared.schedules());
        }
    }

    private static void nested(EntryWriter out, Entry[] entries) {
        for (var entry : entries) {
            var nested = new EntryWriter();
            EntryCodec.write(nested, entry);
            out.nested(nested);
        }
    }

    private static Entry prepared(EntryReader in, boolean hasSchedules) {
        var id = GlobalId.of(in.bytes());
        long atMillis = in.number();
        var sends = new GuaranteeEntry.PreparedSend[in.count(4)];
        for (int i = 0; i < sends.length; i++) {
            int partitionId = in.smallNumber();
            long timestamp = in.number();
            var hash = in.octet() == 0 ? null : hash(in);
            sends[i] = new GuaranteeEntry.PreparedSend(partitionId, new EncodedRecord(timestamp, in.bytes()), hash);
        }
        var settlements = new Entry.Settled[in.count(2)];
        for (int i = 0; i < settlements.length; i++) {
            if (!(EntryCodec.decode(in.nested()) instanceof Entry.Settled settled)) {
                throw new UnreadableEntryException("a prepared transaction holds something else than settlements");
            }
            settlements[i] = settled;
        }
        return new GuaranteeEntry.Prepared(
                id, atMillis, sends, settlements, hasSchedules ? schedules(in) : new Entry.Scheduling[0]);
    }

    private static Entry.Scheduling[] schedules(EntryReader in) {
        var schedules = new Entry.Scheduling[in.count(2)];
        for (int i = 0; i < schedules.length; i++) {
            var entry = EntryCodec.decode(in.nested());
            if (!(entry instanceof Entry.ScheduleDeclared) && !(entry instanceof Entry.ScheduleCancelled)) {
                throw new UnreadableEntryException("a prepared transaction holds something else than schedules");
            }
            schedules[i] = (Entry.Scheduling) entry;
        }
        return schedules;
    }
}

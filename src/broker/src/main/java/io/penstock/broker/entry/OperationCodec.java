package io.penstock.broker.entry;

import io.penstock.DeadLetterRequest;
import io.penstock.OperationKind;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of entries about what is done by hand, in the primitives of {@link EntryCodec}.
 *
 * <pre>
 * 74 operation noted      id:n kind:u8(0 redrive, 1 discard, 2 purge, 3 delete) started:n actor:text destination:text
 *                         subscription:text ofLetters:u8 [ids:texts filter:text limit:n perSecond:n reason:text]
 *                         count:n end:n* done:n left:n finished:n(0 while it goes on)
 * 75 operation counted    id:n messages:n           beside what was done
 * 76 operation ended      id:n finished:n left:n
 * 77 destination deleted  name:text firstPartitionId:n
 * 78 operation delayed    delay:d, then the fields of 74       instead of 74, if it was to begin later
 * </pre>
 */
final class OperationCodec {

    static final int NOTED = 74;
    static final int COUNTED = 75;
    static final int ENDED = 76;
    static final int DELETED = 77;
    static final int DELAYED = 78;

    private static final List<OperationKind> KINDS =
            List.of(OperationKind.REDRIVE, OperationKind.DISCARD, OperationKind.PURGE, OperationKind.DELETE);

    private OperationCodec() {}

    static void write(EntryWriter out, Entry.Operating entry) {
        if (entry instanceof Entry.OperationNoted noted) {
            var operation = noted.operation();
            if (operation.delayMillis() == 0) {
                out.octet(NOTED);
            } else {
                out.octet(DELAYED);
                out.duration(operation.letters().delay());
            }
            write(out, operation);
        } else if (entry instanceof Entry.OperationCounted counted) {
            out.octet(COUNTED);
            out.number(counted.id());
            out.number(counted.messages());
        } else if (entry instanceof Entry.OperationEnded ended) {
            out.octet(ENDED);
            out.number(ended.id());
            out.number(ended.millis());
            out.number(ended.left());
        } else if (entry instanceof Entry.DestinationDeleted deleted) {
            out.octet(DELETED);
            out.text(deleted.name());
            out.number(deleted.firstPartitionId());
        }
    }

    static Entry read(int type, EntryReader in) {
        return switch (type) {
            case NOTED -> new Entry.OperationNoted(operation(in, Duration.ZERO));
            case DELAYED -> new Entry.OperationNoted(operation(in, in.duration()));
            case COUNTED -> new Entry.OperationCounted(in.number(), in.number());
            case ENDED -> new Entry.OperationEnded(in.number(), in.number(), in.number());
            default -> new Entry.DestinationDeleted(in.text(), in.smallNumber());
        };
    }

    private static void write(EntryWriter out, StoredOperation operation) {
        out.number(operation.id());
        out.octet(KINDS.indexOf(operation.kind()));
        out.number(operation.startedMillis());
        out.text(operation.actor());
        out.text(operation.destination());
        out.text(operation.subscription());
        var letters = operation.letters();
        out.octet(letters == null ? 0 : 1);
        if (letters != null) {
            out.texts(letters.messageIds().stream().sorted().toList());
            out.text(letters.filter());
            out.number(letters.limit());
            out.number(letters.perSecond());
            out.text(letters.reason());
        }
        out.number(operation.ends().length);
        for (long end : operation.ends()) {
            out.number(end);
        }
        out.number(operation.done());
        out.number(operation.left());
        out.number(operation.finishedMillis());
    }

    private static StoredOperation operation(EntryReader in, Duration delay) {
        long id = in.number();
        int kind = in.octet();
        if (kind >= KINDS.size()) {
            throw new UnreadableEntryException("an entry notes an operation of the unknown kind " + kind);
        }
        long started = in.number();
        String actor = in.text();
        String destination = in.text();
        String subscription = in.text();
        DeadLetterRequest letters = null;
        if (in.octet() == 1) {
            letters = DeadLetterRequest.all(destination, actor)
                    .messageIds(new HashSet<>(in.texts()))
                    .filter(in.text())
                    .limit(in.number())
                    .perSecond(in.smallNumber())
                    .reason(in.text())
                    .delay(delay)
                    .build();
        }
        var ends = new long[in.count(1)];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = in.number();
        }
        return new StoredOperation(
                id,
                KINDS.get(kind),
                started,
                actor,
                destination,
                subscription,
                letters,
                ends,
                in.number(),
                in.number(),
                in.number());
    }

    static EntryView view(Entry.Operating entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (entry instanceof Entry.OperationNoted noted) {
            var record = noted.operation().record();
            fields.put("operation", record.id());
            fields.put("kind", record.kind().name());
            fields.put("actor", record.actor());
            fields.put("destination", record.destination());
            fields.put("subscription", record.subscription());
            fields.put("selection", record.selection());
            fields.put("reason", record.reason());
            fields.put("messages", record.messages());
            if (noted.operation().delayMillis() > 0) {
                fields.put("beginsAtMillis", record.beginsAt().toEpochMilli());
            }
            fields.put("finishedAtMillis", noted.operation().finishedMillis());
            return new EntryView("operation-noted", fields);
        }
        if (entry instanceof Entry.OperationCounted counted) {
            fields.put("operation", counted.id());
            fields.put("messages", counted.messages());
            return new EntryView("operation-counted", fields);
        }
        if (entry instanceof Entry.OperationEnded ended) {
            fields.put("operation", ended.id());
            fields.put("finishedAtMillis", ended.millis());
            fields.put("left", ended.left());
            return new EntryView("operation-ended", fields);
        }
        var deleted = (Entry.DestinationDeleted) entry;
        fields.put("name", deleted.name());
        fields.put("firstPartition", deleted.firstPartitionId());
        return new EntryView("destination-deleted", fields);
    }
}

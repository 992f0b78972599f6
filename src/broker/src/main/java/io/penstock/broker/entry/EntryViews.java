package io.penstock.broker.entry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the bytes of state entries into views, for tools that show the log. */
public final class EntryViews {

    private EntryViews() {}

    /** Reads an entry. Bytes that are no entry give a view that says so. */
    public static EntryView of(ByteBuffer bytes) {
        try {
            return view(EntryCodec.decode(bytes.duplicate()));
        } catch (RuntimeException e) {
            return unreadable(e);
        }
    }

    /** The bytes may be anybody's, so whatever their reader throws says only that they are no entry. */
    private static EntryView unreadable(RuntimeException e) {
        var problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new EntryView(EntryView.UNREADABLE, Map.of("problem", problem));
    }

    /** The entries that a checkpoint's state consists of; what is unreadable ends them, as a view that says so. */
    public static List<EntryView> ofState(ByteBuffer state) {
        var views = new ArrayList<EntryView>();
        try {
            SnapshotFormat.read(state.duplicate(), entry -> views.add(view(entry)));
        } catch (RuntimeException e) {
            views.add(unreadable(e));
        }
        return views;
    }

    private static EntryView view(Entry entry) {
        var fields = new LinkedHashMap<String, Object>();
        if (entry instanceof Entry.DestinationDeclared declared) {
            return destination(declared);
        }
        if (entry instanceof Entry.SubscriptionDeclared declared) {
            return subscription(declared);
        }
        if (entry instanceof Entry.SubscriptionRemoved removed) {
            fields.put("subscription", removed.id());
            return new EntryView("subscription-removed", fields);
        }
        if (entry instanceof Entry.Progress progress) {
            return progress(progress);
        }
        if (entry instanceof Entry.Scheduling scheduling) {
            return ScheduleCodec.view(scheduling);
        }
        if (entry instanceof Entry.Operating operating) {
            return OperationCodec.view(operating);
        }
        if (entry instanceof GrowthEntry growth) {
            return GrowthEntry.view(growth);
        }
        if (entry instanceof Entry.VolatileSent sent) {
            fields.put("firstPartition", sent.firstPartitionId());
            fields.put("incarnation", sent.incarnation());
            return new EntryView("volatile-sent", fields);
        }
        if (entry instanceof Entry.IdsUsed ids) {
            fields.put("nextPartition", ids.nextPartitionId());
            fields.put("nextSubscription", ids.nextSubscriptionId());
            return new EntryView("ids-used", fields);
        }
        if (entry instanceof Entry.OffsetsLost lost) {
            fields.put("partitions", settled(lost.partitions()));
            return new EntryView("offsets-lost", fields);
        }
        if (entry instanceof RoutingEntry routing) {
            return RoutingCodec.view(routing);
        }
        if (entry instanceof Entry.DestinationExpires expires) {
            fields.put("firstPartition", expires.firstPartitionId());
            return new EntryView("destination-expires", fields);
        }
        if (entry instanceof GuaranteeEntry guarantee) {
            return GuaranteeView.of(guarantee);
        }
        return new EntryView(entry instanceof Entry.ShutDown ? "shut-down" : "started", fields);
    }

    private static EntryView destination(Entry.DestinationDeclared declared) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", declared.destination().name());
        fields.put("kind", declared.destination().isQueue() ? "queue" : "topic");
        fields.put("partitions", declared.destination().partitions());
        fields.put("firstPartition", declared.firstPartitionId());
        fields.put("queueSubscription", declared.queueSubscription());
        if (declared.destination().retention() != null) {
            fields.put("retention", declared.destination().retention().toString());
        }
        if (declared.destination().compression() != null) {
            fields.put("compression", declared.destination().compression().name());
        }
        if (declared.destination().deduplication() != null) {
            fields.put("deduplication", declared.destination().deduplication().toString());
        }
        if (declared.destination().priorities() != null) {
            fields.put("priorities", declared.destination().priorities());
        }
        if (declared.destination().limits() != null) {
            fields.put("limits", declared.destination().limits().toString());
        }
        if (declared.destination().timeToLive() != null) {
            fields.put("timeToLive", declared.destination().timeToLive().toString());
        }
        return new EntryView(EntryView.DESTINATION_DECLARED, fields);
    }

    private static EntryView subscription(Entry.SubscriptionDeclared declared) {
        var fields = new LinkedHashMap<String, Object>();
        var subscription = declared.subscription();
        fields.put("subscription", declared.id());
        fields.put("destination", subscription.destination());
        fields.put("name", subscription.name());
        fields.put("ordering", subscription.ordering().name());
        fields.put("start", subscription.start().toString());
        fields.put("retry", subscription.retry().toString());
        fields.put("deadLetter", subscription.deadLetter().toString());
        fields.put("maxDeliveries", subscription.maxDeliveries());
        fields.put("startOffsets", EntryView.offsets(declared.startOffsets()));
        fields.put("lagging", subscription.lagging().name());
        return new EntryView("subscription-declared", fields);
    }

    private static EntryView progress(Entry.Progress entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("subscription", entry.subscription());
        if (entry instanceof Entry.Settled settled) {
            fields.put("settled", settled(settled.partitions()));
            return new EntryView("settled", fields);
        }
        if (entry instanceof Entry.Tried tried) {
            fields.put("partition", tried.partition());
            fields.put("offset", tried.offset());
            fields.put("failed", tried.attempts().failed());
            fields.put("deliveries", tried.attempts().deliveries());
            fields.put("firstDeliveredAtMillis", tried.attempts().firstDeliveredAtMillis());
            fields.put("dueAtMillis", tried.attempts().dueAtMillis());
            return new EntryView("tried", fields);
        }
        if (entry instanceof Entry.Sought sought) {
            fields.put("offsets", EntryView.offsets(sought.offsets()));
            return new EntryView("sought", fields);
        }
        if (entry instanceof Entry.LapsedSettled lapsed) {
            fields.put("incarnation", lapsed.incarnation());
            return new EntryView("lapsed-settled", fields);
        }
        if (entry instanceof Entry.Paused paused) {
            return new EntryView(paused.paused() ? "paused" : "resumed", fields);
        }
        var locked = (Entry.Locked) entry;
        fields.put(locked.locked() ? "locked" : "unlocked", settled(locked.partitions()));
        return new EntryView(locked.locked() ? "locked" : "unlocked", fields);
    }

    /** Partitions are indexes within the destination; ranges are from (inclusive) and to (exclusive). */
    private static List<Map<String, Object>> settled(Entry.Settled.Ranges[] all) {
        var partitions = new ArrayList<Map<String, Object>>();
        for (var ranges : all) {
            var pairs = new ArrayList<List<Long>>();
            for (int i = 0; i < ranges.bounds().length; i += 2) {
                pairs.add(List.of(ranges.bounds()[i], ranges.bounds()[i + 1]));
            }
            var partition = new LinkedHashMap<String, Object>();
            partition.put("partition", ranges.partition());
            partition.put("ranges", pairs);
            partitions.add(partition);
        }
        return partitions;
    }
}

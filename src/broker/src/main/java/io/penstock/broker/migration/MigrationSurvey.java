package io.penstock.broker.migration;

import io.penstock.broker.migration.MigratedContent.PartitionContent;

import java.util.ArrayList;
import java.util.List;

/** Reads through a log to find which of its messages are copied, and where they will lie. */
final class MigrationSurvey {

    private final StoppedBroker source;
    private final OffsetMaps offsets;
    private final List<PartitionContent> partitions = new ArrayList<>();
    private long largest;
    private long leftOut;
    private long bytes;

    /** @param offsets is filled */
    MigrationSurvey(StoppedBroker source, OffsetMaps offsets) {
        this.source = source;
        this.offsets = offsets;
    }

    MigratedContent content() {
        for (var destination : source.state().destinations().destinations()) {
            for (int i = 0; i < destination.partitionCount(); i++) {
                int id = destination.partition(i).id();
                var map = read(id);
                offsets.put(id, map);
                partitions.add(new PartitionContent(destination.name(), i, map.count(), bytes));
            }
        }
        return new MigratedContent(source.storeId(), List.copyOf(partitions), largest, leftOut);
    }

    private OffsetMap read(int partition) {
        var map = new OffsetMap();
        bytes = 0;
        RecordCopy.forEach(source.log(), partition, record -> {
            if (RecordTranslation.isCopied(record)) {
                map.add(record.offset());
                bytes += record.fieldBytes();
                largest = Math.max(largest, record.fieldBytes());
            } else {
                leftOut++;
            }
        });
        return map;
    }
}

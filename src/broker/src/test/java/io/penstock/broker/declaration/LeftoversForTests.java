package io.penstock.broker.declaration;

import java.util.BitSet;

/** In place of a log that has something left of these partitions until it is made to age. */
final class LeftoversForTests implements PartitionIds.Leftovers {

    final BitSet partitions = new BitSet();
    int agedAll;
    private boolean isFileEnded;

    @Override
    public BitSet forgotten(BitSet asked) {
        var forgotten = (BitSet) asked.clone();
        forgotten.andNot(partitions);
        return forgotten;
    }

    @Override
    public void endFile() {
        isFileEnded = true;
    }

    @Override
    public void ageAll() {
        agedAll++;
        if (isFileEnded) {
            partitions.clear();
        }
    }
}

package io.penstock.broker.destination;

import java.util.Arrays;

/**
 * Says how the partitions of a destination grew while it was in use. Keys whose partition changed keep their order:
 * whoever reads them finishes what lies in the old partition before it goes on in the new one.
 *
 * @param from how many partitions there were
 * @param to how many there are since
 * @param firstId of the new ones in the log
 * @param ends by index of the old ones: below it lies all that was routed as before; null as long as that is not known
 */
public record RouteChange(int from, int to, int firstId, long[] ends) {

    @Override
    public String toString() {
        return "Growth[" + from + " to " + to + ", ends=" + Arrays.toString(ends) + "]";
    }

    /**
     * The offset in the partition with that index below which lies all that was routed as before; 0 if the partition
     * was not there.
     */
    public long end(int index) {
        return index < ends.length ? ends[index] : 0;
    }

    public boolean isOver() {
        return ends != null;
    }

    RouteChange over(long[] known) {
        return new RouteChange(from, to, firstId, known);
    }
}

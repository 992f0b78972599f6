package io.penstock.broker.share;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which member of a subscription owns which partition: each partition has exactly one owner, as evenly as can
 * be, and as few as can be move. A partition that is to move has no owner until the old one has let go. Not
 * thread-safe.
 */
public final class Assignment<M> {

    private final List<M> owners = new ArrayList<>();
    private final List<M> targets = new ArrayList<>();

    public Assignment(int partitions) {
        grow(partitions);
    }

    public void grow(int partitions) {
        while (owners.size() < partitions) {
            owners.add(null);
            targets.add(null);
        }
    }

    /**
     * The member that the partition may be served to now; null if it has no owner, or waits for the old one to let go.
     */
    public M owner(int partition) {
        var owner = owners.get(partition);
        return owner == targets.get(partition) ? owner : null;
    }

    /** The old owner holds nothing of the partition any more; true if it has another owner now. */
    public boolean released(int partition) {
        var target = targets.get(partition);
        if (owners.get(partition) == target) {
            return false;
        }
        owners.set(partition, target);
        return true;
    }

    /** The number of partitions that a member has, or is about to get. */
    public long owned(M member) {
        return targets.stream().filter(target -> target == member).count();
    }

    /** Assigns all partitions to one member; null for nobody. */
    public void assignAll(M member) {
        targets.replaceAll(before -> member);
    }

    /**
     * Shares the partitions among these members. Those that nobody has go to whoever has too few, and so do those that
     * somebody has too many; all others stay.
     *
     * @param members each once, in the order in which they joined
     */
    public void share(List<M> members) {
        if (members.isEmpty()) {
            assignAll(null);
            return;
        }
        Map<M, ArrayDeque<Integer>> shares = new HashMap<>();
        members.forEach(member -> shares.put(member, new ArrayDeque<>()));
        var free = new ArrayDeque<Integer>();
        for (int i = 0; i < targets.size(); i++) {
            shares.getOrDefault(targets.get(i), free).add(i);
        }
        // The members that have most keep one more than the others, if the shares cannot be equal.
        var ranked = new ArrayList<>(members);
        ranked.sort(Comparator.comparingInt(member -> -shares.get(member).size()));
        int base = targets.size() / members.size();
        int larger = targets.size() % members.size();
        for (int i = 0; i < ranked.size(); i++) {
            var share = shares.get(ranked.get(i));
            while (share.size() > base + (i < larger ? 1 : 0)) {
                free.add(share.pollLast());
            }
        }
        for (int i = 0; i < ranked.size(); i++) {
            var share = shares.get(ranked.get(i));
            while (share.size() < base + (i < larger ? 1 : 0)) {
                int partition = free.poll();
                share.add(partition);
                targets.set(partition, ranked.get(i));
            }
        }
    }
}

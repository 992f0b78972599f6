package io.penstock.broker.share;

import io.penstock.broker.feed.PartitionFeed;
import org.jboss.logging.Logger;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells the members of a subscription which partitions they own, whenever that has changed: the old owner as soon as a
 * partition is to move, the new one when the old one holds nothing of it any more. It belongs to the subscription's
 * loop.
 */
public final class Owners<M extends Owners.Owner> {

    /** A member that may own partitions. */
    public interface Owner {

        /** Its name, for people. */
        String ownerName();

        /** The partitions that it knows that it owns. */
        Set<Integer> owned();

        /** Tells it which partitions it owns from now on. */
        void owns(String destination, SortedSet<Integer> partitions);
    }

    private static final Logger LOG = Logger.getLogger(Owners.class);

    private static final SortedSet<Integer> NONE = Collections.emptySortedSet();

    private final String destination;

    /** Null where partitions have no owners. */
    private final Assignment<M> assignment;

    private boolean changed = true;

    /** Where partitions have no owners: whether those who owned some before know that. */
    private boolean takenBack;

    /** The feeds of partitions whose old owner still holds something. */
    private final Set<PartitionFeed> moving = new LinkedHashSet<>();

    public Owners(String destination, Assignment<M> assignment) {
        this.destination = destination;
        this.assignment = assignment;
    }

    /** Notes that members, partitions or their owners are others than before. */
    public void changed() {
        changed = true;
    }

    /** Costs nothing where partitions have no owners, and as long as nothing changes or moves. */
    public void tell(PartitionFeed[] feeds, List<M> members) {
        if (assignment == null) {
            takeBack(members);
            return;
        }
        changed |= moving.removeIf(this::released);
        if (!changed) {
            return;
        }
        changed = false;
        Map<M, SortedSet<Integer>> owned = new HashMap<>();
        moving.clear();
        for (var feed : feeds) {
            released(feed);
            var owner = assignment.owner(feed.number);
            if (owner != null) {
                owned.computeIfAbsent(owner, none -> new TreeSet<>()).add(feed.number);
            } else if (!members.isEmpty()) {
                moving.add(feed);
            }
        }
        // What somebody has been told of, nobody else still believes to have.
        for (var member : members) {
            var kept = new TreeSet<>(member.owned());
            kept.retainAll(owned.getOrDefault(member, NONE));
            tell(member, kept);
        }
        members.forEach(member -> tell(member, owned.getOrDefault(member, NONE)));
    }

    /** Tells members once that they own nothing any more: those who come later never did. */
    private void takeBack(List<M> members) {
        if (!takenBack) {
            takenBack = true;
            members.forEach(member -> tell(member, NONE));
        }
    }

    /** Lets the new owner of a partition have it, if nobody holds anything of it. */
    private boolean released(PartitionFeed feed) {
        return feed.holding.records == 0 && assignment.released(feed.number);
    }

    private void tell(M member, SortedSet<Integer> owned) {
        if (owned.equals(member.owned())) {
            return;
        }
        try {
            member.owns(destination, owned);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "The handler of consumer '%s' of '%s' threw when it was told which partitions it owns.",
                    member.ownerName(),
                    destination);
        }
    }
}

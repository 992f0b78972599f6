package io.penstock.broker.delivery;

import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.share.Assignment;
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
final class Owners {

    private static final Logger LOG = Logger.getLogger(Owners.class);

    private static final SortedSet<Integer> NONE = Collections.emptySortedSet();

    private final String destination;

    /** Null where partitions have no owners. */
    private final Assignment<Member> assignment;

    private boolean changed = true;

    /** The feeds of partitions whose old owner still holds something. */
    private final Set<PartitionFeed> moving = new LinkedHashSet<>();

    Owners(String destination, Assignment<Member> assignment) {
        this.destination = destination;
        this.assignment = assignment;
    }

    /** Notes that members, partitions or their owners are others than before. */
    void changed() {
        changed = true;
    }

    /** Costs nothing as long as nothing changes or moves. */
    void tell(PartitionFeed[] feeds, List<Member> members) {
        changed |= moving.removeIf(this::released);
        if (!changed) {
            return;
        }
        changed = false;
        Map<Member, SortedSet<Integer>> owned = new HashMap<>();
        if (assignment != null) {
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
        }
        // What somebody has been told of, nobody else still believes to have.
        for (var member : members) {
            var kept = new TreeSet<>(member.owned());
            kept.retainAll(owned.getOrDefault(member, NONE));
            tell(member, kept);
        }
        members.forEach(member -> tell(member, owned.getOrDefault(member, NONE)));
    }

    /** Lets the new owner of a partition have it, if nobody holds anything of it. */
    private boolean released(PartitionFeed feed) {
        return feed.holding.records == 0 && assignment.released(feed.number);
    }

    private void tell(Member member, SortedSet<Integer> owned) {
        if (owned.equals(member.owned())) {
            return;
        }
        try {
            member.owns(destination, owned);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "The handler of consumer '%s' of '%s' threw when it was told which partitions it owns.",
                    member.options().name(),
                    destination);
        }
    }
}

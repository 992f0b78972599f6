package io.penstock.broker.delivery;

import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.destination.Partitioner;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.Taker;
import io.penstock.broker.filter.Work;
import io.penstock.broker.record.RecordView;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The consumers of a subscription, and which of them may have which record: anyone, the owner of its partition or of
 * its group, the only active one, or those whose filter matches. Belongs to the subscription's loop.
 */
final class Membership {

    /** Different filters among the consumers of a subscription: each new record is tried on all of them. */
    static final int MAX_FILTERS = 64;

    /** Groups are kept by the hash of their key, so that any number of them takes this much memory. */
    static final int GROUP_BUCKETS = 4_096;

    private static final List<FilterGroup> NOBODY = List.of();

    /** What filters of consumers have cost. */
    final Work work = new Work();

    private final String subscription;
    private final Ordering ordering;
    private final boolean exclusive;
    private final List<Member> members = new ArrayList<>();
    private final List<FilterGroup> takers = new ArrayList<>();
    private final Assignment<Member> assignment;
    private final Member[] groups;
    private int sharing;
    private int next;

    Membership(Subscription declared, int partitions) {
        subscription = "subscription '" + declared.name() + "' of '" + declared.destination() + "'";
        ordering = declared.ordering();
        exclusive = declared.exclusive();
        assignment = exclusive || ordering == Ordering.PARTITION ? new Assignment<>(partitions) : null;
        groups = !exclusive && ordering == Ordering.GROUP ? new Member[GROUP_BUCKETS] : null;
    }

    /** Copied before it is gone through while members may leave. */
    List<Member> all() {
        return List.copyOf(members);
    }

    int size() {
        return members.size();
    }

    /** @throws PenstockException.Conflict if its filter does not go with how the subscription shares its messages */
    void join(Member member) {
        String filter = member.options().filter();
        if (filter != null && (assignment != null || ordering == Ordering.GROUP)) {
            throw new PenstockException.Conflict("Consumer '" + member.options().name() + "' of " + subscription
                    + " has a filter, but " + (exclusive ? "only one consumer is active" : "ordering is " + ordering)
                    + ": filter the subscription, or order it by NONE or KEY.");
        }
        if (groups == null && takers.size() >= MAX_FILTERS && known(filter) == null) {
            throw new PenstockException.Conflict("The consumers of " + subscription + " have " + takers.size()
                    + " different filters; more are not possible. Use a topic with filtered subscriptions.");
        }
        add(member);
    }

    /** As {@link #join}, of one that has joined before. */
    void add(Member member) {
        var group = takerFor(member.options().filter());
        group.add(member);
        member.taker = group;
        members.add(member);
        sharing += member.isSharing() ? 1 : 0;
        assign();
    }

    /** There are that many partitions now: the new ones go to those who have least. */
    void grow(int partitions) {
        if (assignment != null) {
            assignment.grow(partitions);
            assign();
        }
    }

    boolean hasFilters() {
        return members.stream().anyMatch(member -> member.options().filter() != null);
    }

    /** The taker with that filter, or null. */
    private FilterGroup known(String filter) {
        for (var taker : takers) {
            if (Objects.equals(taker.filterText(), filter)) {
                return taker;
            }
        }
        return null;
    }

    private FilterGroup takerFor(String filter) {
        var known = groups == null ? known(filter) : null;
        if (known != null) {
            return known;
        }
        var taker = new FilterGroup(filter);
        takers.add(taker);
        return taker;
    }

    /** Does nothing if it is no member. */
    void leave(Member member) {
        if (!members.remove(member)) {
            return;
        }
        sharing -= member.isSharing() ? 1 : 0;
        takers.removeIf(group -> group == member.taker && group.remove(member));
        assign();
    }

    private void assign() {
        if (assignment == null) {
            return;
        }
        if (exclusive) {
            assignment.assignAll(members.isEmpty() ? null : members.get(0));
        } else {
            assignment.share(members);
        }
    }

    /** Members that share their credit with those of other subscriptions let those have the rest of it. */
    void endOfTurn() {
        if (sharing > 0) {
            for (var member : members) {
                if (member.isSharing()) {
                    member.endOfTurn();
                }
            }
        }
    }

    /** Whether records can be passed over: not everybody takes everything. */
    boolean isSelective() {
        return groups != null
                || takers.size() > 1
                || !takers.isEmpty() && takers.get(0).filterText() != null;
    }

    /** Whether each partition has one owner. */
    boolean hasOwners() {
        return assignment != null;
    }

    /** How many records of a partition may be handed out now. */
    long room(PartitionFeed feed, long room) {
        if (assignment == null) {
            return room;
        }
        if (feed.holding.records == 0) {
            assignment.released(feed.number);
        }
        var owner = assignment.owner(feed.number);
        return owner == null ? 0 : Math.min(room, owner.allowance());
    }

    /** Who takes a record that nobody has room for. */
    List<? extends Taker> takersOf(RecordView record) {
        if (groups != null) {
            var owner = record.key() == null ? null : groups[bucket(record)];
            return owner == null ? takers : List.of(owner.taker);
        }
        List<FilterGroup> matching = NOBODY;
        for (var taker : takers) {
            if (taker.matches(record, work)) {
                matching = matching.isEmpty() ? new ArrayList<>(2) : matching;
                matching.add(taker);
            }
        }
        return matching;
    }

    /** The consumer that gets the record now, or null if nobody who takes it has room. */
    Member choose(PartitionFeed feed, RecordView record) {
        if (assignment != null) {
            return assignment.owner(feed.number);
        }
        if (groups != null && record.key() != null) {
            return chooseForGroup(record);
        }
        if (!isSelective() || groups != null) {
            return nextWithRoom(null);
        }
        return nextWithRoom(takersOf(record));
    }

    private Member chooseForGroup(RecordView record) {
        int bucket = bucket(record);
        var owner = groups[bucket];
        if (owner == null || owner.hasLeft()) {
            owner = nextWithRoom(null);
            groups[bucket] = owner;
        }
        return owner == null || owner.allowance() == 0 ? null : owner;
    }

    private static int bucket(RecordView record) {
        return Partitioner.partition(record.key(), GROUP_BUCKETS);
    }

    private Member nextWithRoom(List<? extends Taker> allowed) {
        for (int tried = 0; tried < members.size(); tried++) {
            next = next + 1 < members.size() ? next + 1 : 0;
            var member = members.get(next);
            if (member.allowance() > 0 && (allowed == null || allowed.contains(member.taker))) {
                return member;
            }
        }
        return null;
    }

    /** How many partitions are this member's own; 0 where partitions have no owners. */
    int owned(Member member) {
        return assignment == null ? 0 : (int) assignment.owned(member);
    }

    /** Why a member gets nothing, however much there is; null if it does get something. */
    String idleReason(Member member) {
        if (assignment == null || assignment.owned(member) > 0) {
            return null;
        }
        return exclusive
                ? "Consumer '" + members.get(0).options().name() + "' is the active one."
                : "There are more consumers (" + members.size() + ") than partitions.";
    }
}

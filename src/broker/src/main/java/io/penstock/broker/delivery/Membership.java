package io.penstock.broker.delivery;

import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.destination.Partitioner;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.Taker;
import io.penstock.broker.filter.EqualityIndex;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.filter.Work;
import io.penstock.broker.record.RecordView;
import io.penstock.broker.share.Assignment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Chooses which consumer of a subscription may have a record: any, the owner of its partition or of its group, the only
 * active one, or those whose filter matches. It belongs to the subscription's loop.
 */
final class Membership {

    /**
     * Different filters among the consumers of a subscription: each new record is tried on all of them, but for those
     * that only ask whether a field is a text, of which there may be any number.
     */
    static final int MAX_FILTERS = 64;

    private static final List<FilterGroup> NOBODY = List.of();

    /** The steps that filters of consumers have cost. */
    final Work work = new Work();

    private final String subscription;
    private final Ordering ordering;
    private final boolean exclusive;
    private final List<Member> members = new ArrayList<>();
    private final List<FilterGroup> takers = new ArrayList<>();

    /** The groups by their filters; empty where each member is a taker of its own, because groups have owners. */
    private final Map<String, FilterGroup> byFilter = new HashMap<>();

    /** The filter groups that the index does not find, and that are tried one by one. */
    private final List<FilterGroup> tried = new ArrayList<>();

    private final EqualityIndex<FilterGroup> index = new EqualityIndex<>();
    private final Assignment<Member> assignment;
    private final GroupOwners groups;
    private int sharing;
    private int filtering;
    private int next;

    Membership(Subscription declared, int partitions) {
        subscription = "subscription '" + declared.name() + "' of '" + declared.destination() + "'";
        ordering = declared.ordering();
        exclusive = declared.exclusive();
        assignment = exclusive || ordering == Ordering.PARTITION ? new Assignment<>(partitions) : null;
        groups = !exclusive && ordering == Ordering.GROUP ? new GroupOwners() : null;
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
        if (filter != null && assignment != null) {
            throw new PenstockException.Conflict("Consumer '" + member.options().name() + "' of " + subscription
                    + " has a filter, but " + (exclusive ? "only one consumer is active" : "ordering is " + ordering)
                    + ": filter the subscription, or order it by NONE, KEY or GROUP.");
        }
        if (tried.size() >= MAX_FILTERS && !isIndexed(filter) && differentFilters(filter) > MAX_FILTERS) {
            throw new PenstockException.Conflict("The consumers of " + subscription + " have " + MAX_FILTERS
                    + " different filters; more are not possible. Use a topic with filtered subscriptions.");
        }
        add(member);
    }

    /** Adds a member as {@link #join} does that has joined before. */
    void add(Member member) {
        var group = takerFor(member.options().filter());
        group.add(member);
        member.taker = group;
        members.add(member);
        sharing += member.isSharing() ? 1 : 0;
        filtering += member.options().filter() == null ? 0 : 1;
        assign();
    }

    /** Notes that there are that many partitions now. The new ones go to the members with the fewest. */
    void grow(int partitions) {
        if (assignment != null) {
            assignment.grow(partitions);
            assign();
        }
    }

    boolean hasFilters() {
        return filtering > 0;
    }

    /** Whether one more of that filter is found by the index. */
    private boolean isIndexed(String filter) {
        return groups == null && index.canHave(filter == null ? Filter.NONE : Filter.parse(filter));
    }

    /**
     * The number of different filters that are tried one by one, with one more. Where groups have owners, each member
     * is a taker of its own.
     */
    private long differentFilters(String more) {
        var filters = new HashSet<String>();
        tried.forEach(taker -> filters.add(taker.filterText()));
        filters.add(more);
        return filters.size();
    }

    private FilterGroup takerFor(String filter) {
        return groups == null ? byFilter.computeIfAbsent(filter, this::newTaker) : newTaker(filter);
    }

    private FilterGroup newTaker(String filter) {
        var taker = new FilterGroup(filter);
        takers.add(taker);
        if (groups != null || filter == null || !index.add(taker.parsed(), taker)) {
            tried.add(taker);
        }
        return taker;
    }

    private void forget(FilterGroup taker) {
        takers.remove(taker);
        byFilter.remove(taker.filterText(), taker);
        if (!tried.remove(taker)) {
            index.remove(taker.parsed(), taker);
        }
    }

    /** Does nothing if it is no member. */
    void leave(Member member) {
        if (!members.remove(member)) {
            return;
        }
        sharing -= member.isSharing() ? 1 : 0;
        filtering -= member.options().filter() == null ? 0 : 1;
        if (member.taker.remove(member)) {
            forget(member.taker);
        }
        if (groups != null) {
            groups.retain(takers);
        }
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

    /** Whether not everybody takes everything. */
    private boolean isSelective() {
        return hasFilters();
    }

    /** Whether each partition has one owner. */
    boolean hasOwners() {
        return assignment != null;
    }

    /** The number of records of a partition that may be handed out now. */
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

    /** The groups that take a record that nobody has room for. */
    List<? extends Taker> takersOf(RecordView record) {
        var owner = groups == null || record.key() == null ? null : groups.of(record, bucket(record), work);
        if (owner != null) {
            return List.of(owner.taker);
        }
        return isSelective() ? matching(record) : takers;
    }

    private List<FilterGroup> matching(RecordView record) {
        List<FilterGroup> matching = new ArrayList<>(2);
        for (var taker : tried) {
            if (taker.matches(record, work)) {
                matching.add(taker);
            }
        }
        if (tried.size() < takers.size()) {
            index.find(record.fields(), matching::add);
        }
        return matching.isEmpty() ? NOBODY : matching;
    }

    /** The consumer that gets the record now, or null if nobody who takes it has room. */
    Member choose(PartitionFeed feed, RecordView record) {
        if (assignment != null) {
            return assignment.owner(feed.number);
        }
        if (groups != null && record.key() != null) {
            return chooseForGroup(record);
        }
        return isSelective() ? nextWithRoom(matching(record)) : nextWithRoom(null);
    }

    private Member chooseForGroup(RecordView record) {
        int bucket = bucket(record);
        var owner = groups.of(record, bucket, work);
        if (owner != null) {
            return owner.allowance() == 0 ? null : owner;
        }
        var chosen = isSelective() ? nextWithRoom(matching(record)) : nextWithRoom(null);
        if (chosen != null) {
            groups.assign(bucket, chosen);
        }
        return chosen;
    }

    private static int bucket(RecordView record) {
        return Partitioner.partition(record.key(), GroupOwners.BUCKETS);
    }

    private Member nextWithRoom(List<FilterGroup> allowed) {
        if (allowed != null && allowed.size() < 2) {
            return allowed.isEmpty() ? null : allowed.get(0).nextWithRoom();
        }
        for (int tried = 0; tried < members.size(); tried++) {
            next = next + 1 < members.size() ? next + 1 : 0;
            var member = members.get(next);
            if (member.allowance() > 0 && (allowed == null || allowed.contains(member.taker))) {
                return member;
            }
        }
        return null;
    }

    /** The number of partitions that a member owns; 0 where partitions have no owners. */
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

    /**
     * Remembers which member has which group of a subscription. The records of a group go to one member as long as that
     * stays, which keeps their order. Members with other filters have groups of their own: what the owner does not take
     * must not wait for it. Groups are kept by the hash of their key, so that any number of them takes the same memory.
     */
    private static final class GroupOwners {

        private static final int BUCKETS = 4_096;

        /** A table for each different filter, in the order of their first members. */
        private final List<Table> tables = new ArrayList<>();

        private record Table(String filterText, FilterGroup filter, Member[] owners) {}

        /** The member that the record's group belongs to; null if none is there, or none that takes this record. */
        Member of(RecordView record, int bucket, Work work) {
            for (var table : tables) {
                var owner = table.owners[bucket];
                if (owner != null && !owner.hasLeft() && table.filter.matches(record, work)) {
                    return owner;
                }
            }
            return null;
        }

        void assign(int bucket, Member member) {
            tableFor(member.options().filter()).owners[bucket] = member;
        }

        private Table tableFor(String filterText) {
            for (var table : tables) {
                if (Objects.equals(table.filterText, filterText)) {
                    return table;
                }
            }
            var made = new Table(filterText, new FilterGroup(filterText), new Member[BUCKETS]);
            tables.add(made);
            return made;
        }

        /** Forgets the groups of filters that no member has any more: how many there may be is bounded. */
        void retain(List<FilterGroup> takers) {
            tables.removeIf(
                    table -> takers.stream().noneMatch(taker -> Objects.equals(taker.filterText(), table.filterText)));
        }
    }
}

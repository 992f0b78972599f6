package io.penstock.broker.delivery;

import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.Taker;
import io.penstock.broker.filter.EqualityIndex;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.filter.Work;
import io.penstock.broker.record.RecordView;
import io.penstock.broker.share.Assignment;
import io.penstock.broker.share.Owners;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Who has groups together; empty where groups have no owners. */
    private final Map<Member.Worker, Crew> crews = new HashMap<>();

    /** Those that are not found by the index. */
    private final List<FilterGroup> tried = new ArrayList<>();

    private final EqualityIndex<FilterGroup> index = new EqualityIndex<>();
    private final Allowances allowances = new Allowances();
    private final Assignment<Member> assignment;
    private final Owners<Member> ownership;

    /** Whether each group has an owner: its records go to that as long as it stays, which keeps their order. */
    private final boolean hasGroups;

    /** How many there have been. */
    private long owners;

    private int filtering;
    private int next;

    Membership(Subscription declared, int partitions) {
        subscription = "subscription '" + declared.name() + "' of '" + declared.destination() + "'";
        ordering = declared.ordering();
        exclusive = declared.exclusive();
        assignment = exclusive || ordering == Ordering.PARTITION ? new Assignment<>(partitions) : null;
        ownership = new Owners<>(declared.destination(), assignment);
        hasGroups = !exclusive && ordering == Ordering.GROUP;
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
        if (tried.size() >= MAX_FILTERS && !byFilter.containsKey(filter) && !isIndexed(filter)) {
            throw new PenstockException.Conflict("The consumers of " + subscription + " have " + MAX_FILTERS
                    + " different filters; more are not possible. Use a topic with filtered subscriptions.");
        }
        add(member);
    }

    /** Adds a member as {@link #join} does that has joined before. */
    void add(Member member) {
        var filter = member.options().filter();
        member.taker = byFilter.computeIfAbsent(filter, this::newTaker);
        member.taker.add(member);
        if (hasGroups) {
            member.crew =
                    member.worksInOrder() ? crews.computeIfAbsent(member.worker(), none -> new Crew()) : new Crew();
            member.crew.add(member);
        }
        members.add(member);
        allowances.joined(member);
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
        return index.canHave(filter == null ? Filter.NONE : Filter.parse(filter));
    }

    private FilterGroup newTaker(String filter) {
        var taker = new FilterGroup(filter);
        takers.add(taker);
        if (filter == null || !index.add(taker.parsed(), taker)) {
            tried.add(taker);
        }
        return taker;
    }

    private void forget(FilterGroup taker) {
        allowances.forget(taker);
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
        allowances.left(member);
        filtering -= member.options().filter() == null ? 0 : 1;
        if (member.taker.remove(member)) {
            forget(member.taker);
        }
        if (hasGroups && member.crew.remove(member)) {
            crews.remove(member.worker(), member.crew);
        }
        assign();
    }

    private void assign() {
        ownership.changed();
        if (assignment == null) {
            return;
        }
        if (exclusive) {
            assignment.assignAll(members.isEmpty() ? null : members.get(0));
        } else {
            assignment.share(members);
        }
    }

    /** A member's credit is another than before. */
    void changed(Member member) {
        if (member.taker != null && !member.hasLeft()) {
            allowances.changed(member);
        }
    }

    Allowances allowances() {
        return allowances;
    }

    /** Whether not everybody takes everything. */
    private boolean isSelective() {
        return hasFilters();
    }

    /** Whether each partition has one owner. */
    boolean hasOwners() {
        return assignment != null;
    }

    /** Tells each member which partitions it owns now, if that has changed. */
    void tellOwners(PartitionFeed[] feeds) {
        ownership.tell(feeds, members);
    }

    /** The number of records of a partition that may be handed out now. */
    long room(PartitionFeed feed, long room) {
        if (assignment == null) {
            return room;
        }
        if (feed.holding.records == 0 && assignment.released(feed.number)) {
            ownership.changed();
        }
        var owner = assignment.owner(feed.number);
        return owner == null ? 0 : Math.min(room, owner.allowance());
    }

    /** The groups that take a record that nobody has room for. */
    List<? extends Taker> takersOf(RecordView record) {
        var matching = isSelective() ? matching(record) : takers;
        var owner = hasGroups && record.key() != null ? owner(matching, FilterGroup.place(record.key())) : null;
        return owner == null ? matching : List.of(owner);
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
        if (hasGroups && record.key() != null) {
            return chooseForGroup(record);
        }
        return isSelective() ? nextWithRoom(matching(record)) : nextWithRoom(null);
    }

    private Member chooseForGroup(RecordView record) {
        var matching = isSelective() ? matching(record) : takers;
        int place = FilterGroup.place(record.key());
        var owner = owner(matching, place);
        if (owner != null) {
            return owner.allowance() > 0 ? owner : null;
        }
        var chosen = nextWithRoom(isSelective() ? matching : null);
        if (chosen != null) {
            chosen.taker.own(place, chosen, owners++);
        }
        return chosen;
    }

    /**
     * Who has the group; null if nobody has who takes the record. Of several with different filters the one that has it
     * for the longest time, so that a record of the same kind never goes to another one while that stays.
     */
    private static Member owner(List<FilterGroup> matching, int place) {
        FilterGroup.Owner first = null;
        for (var taker : matching) {
            var owner = taker.owner(place);
            if (owner != null && (first == null || owner.since() < first.since())) {
                first = owner;
            }
        }
        return first == null ? null : first.member();
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
}

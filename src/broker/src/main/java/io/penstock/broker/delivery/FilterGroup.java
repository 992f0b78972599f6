package io.penstock.broker.delivery;

import io.penstock.broker.destination.Partitioner;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.filter.Work;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.record.RecordView;

import java.util.HashMap;
import java.util.Map;

/** Members of a subscription that take the same records, because their filters are equal. */
final class FilterGroup extends Crew {

    /**
     * Groups are kept by the hash of their key, so that any number of them takes no more memory than this many places.
     */
    private static final int PLACES = 4_096;

    /**
     * A member that has groups.
     *
     * @param since the number of owners that had come before
     */
    record Owner(Member member, long since) {}

    private final String filterText;
    private final RecordFilter filter;

    /** By place: who has its groups. Members with other filters have groups of their own. */
    private final Map<Integer, Owner> owners = new HashMap<>();

    /** @param filterText what its members take, or null for everything */
    FilterGroup(String filterText) {
        this.filterText = filterText;
        filter = filterText == null ? RecordFilter.ALL : RecordFilter.of(filterText);
    }

    /** The filter that its members have, to be found by; null for everything. */
    Filter parsed() {
        return filterText == null ? null : Filter.parse(filterText);
    }

    String filterText() {
        return filterText;
    }

    boolean matches(RecordView record, Work work) {
        return filter.matches(record, work);
    }

    static int place(byte[] key) {
        return Partitioner.partition(key, PLACES);
    }

    /**
     * Who has the groups of that place; null if that is not there any more. If it takes nothing more, they go to
     * another one of its crew, if one has room: those do not overtake each other.
     */
    Owner owner(int place) {
        var owner = owners.get(place);
        if (owner == null || !owner.member().isAway()) {
            return owner;
        }
        var crew = owner.member().crew;
        var other = owner.member().hasLeft() ? crew.successor() : crew.nextWithRoom();
        if (other != null) {
            return own(place, other, owner.since());
        }
        return owner.member().hasLeft() ? null : owner;
    }

    Owner own(int place, Member member, long since) {
        var owner = new Owner(member, since);
        owners.put(place, owner);
        return owner;
    }
}

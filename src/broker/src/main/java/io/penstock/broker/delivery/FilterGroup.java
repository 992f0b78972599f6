package io.penstock.broker.delivery;

import io.penstock.broker.feed.Taker;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.filter.Work;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.record.RecordView;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds members of a subscription that take the same records: those with equal filters, or one that has groups of its
 * own.
 */
final class FilterGroup implements Taker {

    private final List<Member> members = new ArrayList<>();
    private final String filterText;
    private final RecordFilter filter;
    private int next;

    /** @param filterText what its members take, or null for everything */
    FilterGroup(String filterText) {
        this.filterText = filterText;
        filter = filterText == null ? RecordFilter.ALL : RecordFilter.of(filterText);
    }

    /** The filter that its members have, to be found by; null for everything. */
    Filter parsed() {
        return filterText == null ? null : Filter.parse(filterText);
    }

    /** The next of its members that may be handed another record in this turn; null if none may. */
    Member nextWithRoom() {
        for (int tried = 0; tried < members.size(); tried++) {
            next = next + 1 < members.size() ? next + 1 : 0;
            if (members.get(next).allowance() > 0) {
                return members.get(next);
            }
        }
        return null;
    }

    String filterText() {
        return filterText;
    }

    boolean matches(RecordView record, Work work) {
        return filter.matches(record, work);
    }

    void add(Member member) {
        members.add(member);
    }

    /** Removes a member. The result is true if nobody is left. */
    boolean remove(Member member) {
        members.remove(member);
        return members.isEmpty();
    }

    @Override
    public boolean hasRoom() {
        for (var member : members) {
            if (member.allowance() > 0) {
                return true;
            }
        }
        return false;
    }
}

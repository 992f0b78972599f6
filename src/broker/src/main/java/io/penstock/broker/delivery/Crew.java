package io.penstock.broker.delivery;

import io.penstock.broker.feed.Taker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Members of a subscription any of which may have a record that one of them may have: those with equal filters; or, of
 * those, the ones of one worker, which go on with each other's groups. Belongs to the subscription's loop.
 */
class Crew implements Taker {

    private final List<Member> members = new ArrayList<>(1);
    private int unordered;
    private int next;

    /** The next of its members that may be handed another record in this turn; null if none may. */
    final Member nextWithRoom() {
        for (int tried = 0; tried < members.size(); tried++) {
            next = next + 1 < members.size() ? next + 1 : 0;
            if (members.get(next).allowance() > 0) {
                return members.get(next);
            }
        }
        return null;
    }

    @Override
    public final boolean worksInOrder() {
        return unordered == 0;
    }

    /** One that has room, or else any other; null if nobody is left. */
    final Member successor() {
        var withRoom = nextWithRoom();
        return withRoom != null || members.isEmpty() ? withRoom : members.get(0);
    }

    /** Those that take nothing themselves, if somebody may take theirs. */
    final void addAway(Set<Taker> takers) {
        if (members.size() > 1 && hasRoom()) {
            members.stream().filter(Member::isAway).forEach(takers::add);
        }
    }

    final boolean isEmpty() {
        return members.isEmpty();
    }

    final void add(Member member) {
        members.add(member);
        unordered += member.worksInOrder() ? 0 : 1;
    }

    /** True if nobody is left. */
    final boolean remove(Member member) {
        if (members.remove(member)) {
            unordered -= member.worksInOrder() ? 0 : 1;
        }
        return members.isEmpty();
    }

    @Override
    public final boolean hasRoom() {
        for (var member : members) {
            if (member.allowance() > 0) {
                return true;
            }
        }
        return false;
    }
}

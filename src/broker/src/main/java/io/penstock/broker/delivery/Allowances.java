package io.penstock.broker.delivery;

import io.penstock.broker.feed.Taker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How many records the members of a subscription may be handed now. It is kept as members ask and are handed something,
 * so that a turn costs nothing for those who have no part in it, however many they are. Belongs to the subscription's
 * loop.
 */
final class Allowances {

    /** What members with a credit of their own may be handed, each at most as many as may be out at all. */
    private long own;

    /** Those whose credit is not their own: what they have of it is asked for in each turn. */
    private final List<Member> sharing = new ArrayList<>();

    /** All that have room, and some that have none any more. */
    private final Set<Taker> withRoom = new LinkedHashSet<>();

    private static long capped(long allowance) {
        return Math.min(HandOut.MAX_ACQUIRED, allowance);
    }

    Set<Taker> withRoom() {
        return withRoom;
    }

    void joined(Member member) {
        if (member.isSharing()) {
            sharing.add(member);
        } else {
            load(member);
        }
    }

    void left(Member member) {
        if (!sharing.remove(member)) {
            own -= capped(member.allowance());
        }
        member.forfeitAllowance();
        withRoom.remove(member);
    }

    /** Nobody is left in that group. */
    void forget(Taker taker) {
        withRoom.remove(taker);
    }

    /** Its credit is another than before. */
    void changed(Member member) {
        if (!member.isSharing()) {
            own -= capped(member.allowance());
            load(member);
        }
    }

    private void load(Member member) {
        member.loadAllowance();
        own += capped(member.allowance());
        noteRoom(member);
    }

    private void noteRoom(Member member) {
        boolean hasRoom = member.allowance() > 0;
        if (hasRoom) {
            withRoom.add(member.taker);
        }
        if (member.crew != null && (hasRoom || member.isAway())) {
            if (hasRoom) {
                withRoom.add(member);
            }
            // Its groups may be taken by others now, or it takes theirs.
            member.crew.addAway(withRoom);
        }
    }

    /** It was handed one. */
    void used(Member member, long before) {
        if (!member.isSharing()) {
            own -= capped(before) - capped(member.allowance());
        }
    }

    /** What may be handed out in this turn; {@link #endOfTurn} follows. */
    long load() {
        long room = own;
        for (var member : sharing) {
            member.loadAllowance();
            room += capped(member.allowance());
            noteRoom(member);
        }
        return Math.min(HandOut.MAX_ACQUIRED, room);
    }

    /** Members that share their credit with those of other subscriptions let those have the rest of it. */
    void endOfTurn() {
        sharing.forEach(Member::endOfTurn);
    }
}

package io.penstock.security;

import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

/**
 * Sight tells what somebody may see now, for lists and streams that leave out the rest: to ask is no attempt, so the
 * audit is told nothing of it. It follows changes of the users. Safe for use by any thread.
 */
public final class Sight {

    /** The sight of those who may see everything, since nobody is asked who they are. */
    public static final Sight EVERYTHING = new Sight(null);

    private final @Nullable CallerRights rights;

    Sight(@Nullable CallerRights rights) {
        this.rights = rights;
    }

    /** Whether they may do anything at that destination, and so may know of it. */
    public boolean sees(String destination) {
        return rights == null || rights.allowsAny(destination);
    }

    /** Whether they may see what concerns the whole broker and everybody's destinations. */
    public boolean seesBroker() {
        return rights == null || rights.allowsBroker();
    }

    /**
     * Requires that they may see what concerns the whole broker.
     *
     * @param action in one word, for the audit
     * @param words the same as the middle of a sentence
     * @throws PenstockException.Forbidden if they may not; the audit tells it
     */
    public void requireBroker(String action, String words) {
        if (rights != null) {
            rights.requireBroker(action, words);
        }
    }
}

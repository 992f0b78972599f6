package io.penstock.kafka.owner;

/**
 * The rules of ownership that a test can leave out, to see that it finds what they prevent.
 *
 * @param readsAgain whether a candidate looks, after it has fenced off the others, if one of them wrote meanwhile
 * @param confirms whether an owner whose lease has ended finds out that it is still one, before it tells anybody of a
 *     success
 */
public record OwnershipRules(boolean readsAgain, boolean confirms) {

    /** All rules, as everybody but a test needs them. */
    public static final OwnershipRules ALL = new OwnershipRules(true, true);
}

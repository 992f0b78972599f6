package io.penstock.security;

import io.penstock.PenstockException;
import io.penstock.spi.NearestName;

import java.util.Arrays;
import java.util.Locale;

/** An action is what a permission allows at a destination. */
public enum Action {

    /** To send messages, by a schedule too. */
    SEND("send to"),

    /** To consume messages, and to subscribe and unsubscribe. */
    RECEIVE("receive from"),

    /** To read messages without taking them. */
    BROWSE("browse"),

    /** To declare, change, pause, seek, purge and delete, and to treat dead letters. */
    MANAGE("manage");

    private final String words;

    Action(String words) {
        this.words = words;
    }

    /** What somebody does, as the middle of a sentence: {@code send to}. */
    public String words() {
        return words;
    }

    int bit() {
        return 1 << ordinal();
    }

    /**
     * The action of that name, as configuration writes it.
     *
     * @throws PenstockException.InvalidConfiguration if there is none
     */
    public static Action of(String name) {
        var names = Arrays.stream(values()).map(Action::toString).toList();
        int at = names.indexOf(name);
        if (at < 0) {
            throw new PenstockException.InvalidConfiguration("There is no action '" + name + "'"
                    + NearestName.nearest(name, names)
                            .map(near -> ": did you mean '" + near + "'?")
                            .orElse(".")
                    + " The actions are " + String.join(", ", names) + ".");
        }
        return values()[at];
    }

    /** The name, as configuration writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

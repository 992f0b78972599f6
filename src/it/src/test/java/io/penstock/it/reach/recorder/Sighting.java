package io.penstock.it.reach.recorder;

/** What was reached by whom: so that what happens for each message is looked at once. */
final class Sighting {

    private final String kind;
    private final Object what;
    private final Class<?> caller;

    Sighting(String kind, Object what, Class<?> caller) {
        this.kind = kind;
        this.what = what;
        this.caller = caller;
    }

    Object what() {
        return what;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sighting sighting
                && sighting.kind.equals(kind)
                && sighting.caller == caller
                && sighting.what.equals(what);
    }

    @Override
    public int hashCode() {
        return what.hashCode() * 31 + caller.hashCode();
    }
}

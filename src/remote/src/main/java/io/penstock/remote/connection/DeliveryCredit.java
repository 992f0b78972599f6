package io.penstock.remote.connection;

/** What a consumer may still be handed, and how much of that the server was asked for. Not thread-safe. */
public final class DeliveryCredit {

    /** The largest window that a server grants. */
    public static final int MAX_WINDOW = 10_000;

    private final int window;
    private long allowed;
    private long asked;

    /** @param window the most deliveries that the server is asked for at a time */
    public DeliveryCredit(int window) {
        this.window = window;
    }

    public void allow(long more) {
        allowed = allowed + more < 0 ? Long.MAX_VALUE : allowed + more;
    }

    /** Of what is allowed, what the server is to be asked for now: nothing while it has much to do. */
    public long next() {
        return asked > window / 2 ? 0 : take(window - asked);
    }

    /** All that a drain asks for at a time, which the server hands out at once, or not at all. */
    public long nextOfDrain() {
        return take(MAX_WINDOW);
    }

    private long take(long most) {
        long more = Math.min(allowed, most);
        if (allowed != Long.MAX_VALUE) {
            allowed -= more;
        }
        asked += more;
        return more;
    }

    public void handled(long deliveries) {
        asked = Math.max(0, asked - deliveries);
    }

    /** The server has nothing more of what it was asked for. */
    public void drained() {
        asked = 0;
    }

    public boolean isUsedUp() {
        return allowed == 0;
    }

    public void takeBack() {
        allowed = 0;
        asked = 0;
    }

    /** What the server was asked for and did not bring has to be asked for again. */
    public void lost() {
        allow(asked);
        asked = 0;
    }
}

package io.penstock.server.http.request;

/**
 * Names the header by which the console marks its requests. No form can send it, and no page of another origin may: so
 * whoever has it sent is a script of the server's own pages, or no browser.
 */
public final class ConsoleHeader {

    /** The name; its value is {@code 1}. */
    public static final String NAME = "Penstock-Console";

    private ConsoleHeader() {}

    /** Whether a header of a request is that one, whatever its letters are. */
    public static boolean is(String name) {
        return NAME.equalsIgnoreCase(name);
    }
}

package io.penstock.server.cli;

import java.util.regex.Pattern;

/** Shows the address of a database without what may be secret in it: a user and a password may stand in two places. */
final class DatabaseAddress {

    /** What JDBC drivers take as parameters. */
    private static final Pattern PARAMETERS = Pattern.compile("[?;].*", Pattern.DOTALL);

    private static final Pattern USER = Pattern.compile("//[^/]*@");

    private DatabaseAddress() {}

    static String shown(String address) {
        var withoutParameters = PARAMETERS.matcher(address).replaceFirst("?…");
        return USER.matcher(withoutParameters).replaceFirst("//…@");
    }

    /** A text that may have the address in it, with what {@link #shown} shows of it. */
    static String shownIn(String text, String address) {
        return address.isEmpty() ? text : text.replace(address, shown(address));
    }
}

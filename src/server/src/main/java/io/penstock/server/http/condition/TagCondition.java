package io.penstock.server.http.condition;

import io.penstock.PlainText;
import io.penstock.server.http.request.RequestException;
import io.vertx.core.MultiMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The value of {@code If-Match} or {@code If-None-Match}, as RFC 9110 has it in section 13.1.
 *
 * @param isAny whether it is {@code *}
 * @param strong the strong tags, with their quotation marks
 * @param weak the weak tags without what marks them as weak
 */
record TagCondition(boolean isAny, List<String> strong, List<String> weak) {

    static final String IF_MATCH = "If-Match";
    static final String IF_NONE_MATCH = "If-None-Match";

    private static final Pattern TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")");
    private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

    /** @throws RequestException if it is no such list */
    static Optional<TagCondition> of(MultiMap headers, String name) {
        var lines = headers.getAll(name);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var text = String.join(",", lines).strip();
        if (text.equals("*")) {
            return Optional.of(new TagCondition(true, List.of(), List.of()));
        }
        var strong = new ArrayList<String>();
        var weak = new ArrayList<String>();
        for (var each : COMMA.split(text)) {
            var tag = TAG.matcher(each);
            if (!tag.matches()) {
                throw RequestException.malformed("'" + name + "' is " + PlainText.quoted(text)
                        + ": use the ETag that a GET has answered, with its quotation marks, several of them with"
                        + " commas between them, or * for any.");
            }
            (tag.group(1) == null ? strong : weak).add(tag.group(2));
        }
        return Optional.of(new TagCondition(false, strong, weak));
    }

    /** Whether one of them is that tag, weak ones not counted: RFC 9110, section 8.8.3.2. */
    boolean fitsStrongly(Optional<String> tag) {
        return tag.isPresent() && (isAny || strong.contains(tag.get()));
    }

    /** Whether one of them is that tag, weak or not. */
    boolean fits(Optional<String> tag) {
        return fitsStrongly(tag) || tag.isPresent() && weak.contains(tag.get());
    }
}

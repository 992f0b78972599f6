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
    private static final Pattern COMMAS = Pattern.compile("[ \\t,]*");

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
        // A tag may have commas itself, so the list cannot be split at them.
        var tag = TAG.matcher(text);
        var commas = COMMAS.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!tag.region(at, text.length()).lookingAt()) {
                throw wrong(name, text);
            }
            (tag.group(1) == null ? strong : weak).add(tag.group(2));
            at = tag.end();
            if (at < text.length()) {
                boolean isSeparated = commas.region(at, text.length()).lookingAt()
                        && commas.group().indexOf(',') >= 0;
                if (!isSeparated) {
                    throw wrong(name, text);
                }
                at = commas.end();
            }
        }
        if (strong.isEmpty() && weak.isEmpty()) {
            throw wrong(name, text);
        }
        return Optional.of(new TagCondition(false, strong, weak));
    }

    private static RequestException wrong(String name, String text) {
        return RequestException.malformed("'" + name + "' is " + PlainText.quoted(text)
                + ": use the ETag that a GET has answered, with its quotation marks, several of them with"
                + " commas between them, or * for any.");
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

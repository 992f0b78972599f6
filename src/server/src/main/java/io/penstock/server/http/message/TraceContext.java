package io.penstock.server.http.message;

import io.penstock.Message;

import java.util.List;
import java.util.regex.Pattern;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * Hands the trace of a request on to the message, as the recommendation "Trace Context" of the W3C has it: whoever
 * processes the message goes on with the trace of its sender. A context that is malformed is ignored and not refused,
 * as the recommendation wants it.
 */
final class TraceContext {

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    /** Version, trace, span and flags; later versions may go on behind that. */
    private static final Pattern VALID_PARENT = Pattern.compile("(?!ff)[0-9a-f]{2}"
            + "-(?!0{32})[0-9a-f]{32}"
            + "-(?!0{16})[0-9a-f]{16}"
            + "-[0-9a-f]{2}(?<later>-[\\x21-\\x7e]{0,200})?");

    private static final Pattern VALID_STATE = Pattern.compile("[\\x20-\\x7e]*");

    /** The longest state that the recommendation wants to be handed on; a longer one is not. */
    private static final int MAX_STATE_CHARS = 512;

    private TraceContext() {}

    static void copy(MultivaluedMap<String, String> request, Message.Builder message) {
        var parents = request.getOrDefault(PARENT, List.of());
        if (parents.size() != 1 || !isValid(parents.get(0))) {
            return;
        }
        message.header(PARENT, parents.get(0));
        var state = String.join(",", request.getOrDefault(STATE, List.of()));
        if (!state.isBlank()
                && state.length() <= MAX_STATE_CHARS
                && VALID_STATE.matcher(state).matches()) {
            message.header(STATE, state);
        }
    }

    private static boolean isValid(String parent) {
        var matcher = VALID_PARENT.matcher(parent);
        return matcher.matches() && (matcher.group("later") == null || !parent.startsWith("00"));
    }
}

package io.penstock.jms.subscription;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.HeaderNames;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;

/**
 * Says which messages a consumer or a browser wants (sections 3.8 and 8.3.3).
 *
 * @param text the selector as the client has written it; null for all messages
 * @param unwanted the origin whose messages are left out; null for none
 */
public record Selector(String text, String unwanted) {

    public Selector {
        text = text == null || text.isBlank() ? null : text;
    }

    public boolean noLocal() {
        return unwanted != null;
    }

    /** The selector in the form that the broker reads; null for all messages. */
    public String filter() {
        if (unwanted == null) {
            return text;
        }
        var others = "(" + HeaderNames.ORIGIN + " IS NULL OR " + HeaderNames.ORIGIN + " <> '"
                + unwanted.replace("'", "''") + "')";
        return text == null ? others : others + " AND (" + text + ")";
    }

    /**
     * Lets the broker read the client's text by itself. Within a longer condition it could end a parenthesis of ours,
     * and the position of a mistake would not be what the client sees.
     *
     * @throws InvalidSelectorException if the text is no selector
     */
    public void requireValid(Broker broker, PenstockDestination destination) throws JMSException {
        if (text == null) {
            return;
        }
        try {
            // A browse at the end of all offsets checks the filter and reads nothing.
            broker.browse(BrowseRequest.all(destination.name(), 1)
                    .partition(0)
                    .fromOffset(Long.MAX_VALUE)
                    .filter(text)
                    .build());
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }
}

package io.penstock.connector;

import java.time.Duration;

/** Signals that no reply to a request has come in time. It may have been processed all the same. */
public final class ReplyTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplyTimeoutException(String channel, String correlationId, Duration timeout) {
        super("Channel '" + channel + "': no reply to request " + correlationId + " has come within " + timeout
                + ". Raise 'reply.timeout' if whoever answers needs longer.");
    }
}

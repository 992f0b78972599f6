package io.penstock.server.http.message;

import io.penstock.StoredMessage;
import io.penstock.server.http.request.Parameter;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers with the body of one message, as bytes that no browser takes for a page. */
public final class MessageBody {

    private static final String WHOLE = "whole";

    private MessageBody() {}

    /** Whether a request asks for the bytes of the body alone. */
    public static boolean isWanted(String body) {
        if (body == null) {
            return false;
        }
        if (!body.equals(WHOLE)) {
            throw new Parameter("body", body).wrong(WHOLE);
        }
        return true;
    }

    /** The whole body; of a tombstone, none. */
    public static Response of(StoredMessage stored) {
        var body = stored.message().body();
        return Response.ok(body == null ? new byte[0] : body, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .build();
    }
}

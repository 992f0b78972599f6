package io.penstock.connector;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterType;

/**
 * Sends requests through an outgoing channel and waits for their replies. Inject it with {@code @Channel}.
 *
 * <p>A request has the headers {@value #REPLY_TO} and {@value #CORRELATION_ID}, as those of Jakarta Messaging have. Who
 * answers sends to that queue, with the same correlation id: an outgoing channel with {@code reply=true} does so. Replies
 * come on the Vert.x context of the caller, if it has one. Safe for use by any thread.
 *
 * @param <Req> the type of the requests
 * @param <Rep> the type of the replies, converted as the payload of an incoming channel is
 */
public interface PenstockRequestReply<Req, Rep> extends EmitterType {

    /** The header that says where the reply goes: {@code queue:NAME}. */
    String REPLY_TO = "JMSReplyTo";

    /** The header that a reply has in common with its request. */
    String CORRELATION_ID = "JMSCorrelationID";

    /**
     * Sends a request, once it is subscribed to, and waits for one reply.
     *
     * <p>Fails with a {@link ReplyTimeoutException} if none comes within {@code reply.timeout}, with an {@link
     * UnreadablePayloadException} if it cannot be read, and as an emitter does if the request cannot be sent.
     */
    Uni<Rep> request(Req request);

    /**
     * Sends a request, once it is subscribed to, and gives each of its replies. It completes when none has come for
     * {@code reply.timeout} after another; without any reply it fails as {@link #request} does. Cancel it when enough
     * have come.
     */
    Multi<Rep> requestMulti(Req request);

    /** The number of requests that wait for replies. */
    int pending();
}

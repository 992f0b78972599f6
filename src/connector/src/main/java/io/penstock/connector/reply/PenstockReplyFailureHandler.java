package io.penstock.connector.reply;

import io.penstock.Message;
import org.jspecify.annotations.Nullable;

/**
 * A reply failure handler finds out whether a reply reports that the request has failed. Write a bean of this type with
 * {@code @Identifier("name")}, and set the channel's {@code reply.failure-handler} to that name. It is called on the
 * context on which the replies come, and must not block.
 */
@FunctionalInterface
public interface PenstockReplyFailureHandler {

    /**
     * Looks at a reply before it is converted.
     *
     * @return the failure that the caller gets in place of the reply; null if the reply reports none
     */
    @Nullable
    Throwable failureOf(Message reply);
}

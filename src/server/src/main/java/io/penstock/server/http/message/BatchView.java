package io.penstock.server.http.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.quarkus.JsonDocument;
import io.penstock.server.http.request.Problem;

import java.util.List;

/**
 * Answers a batch with what became of each message, in its order.
 *
 * @param items as many as the request had
 */
@JsonDocument
public record BatchView(List<Item> items) {

    /**
     * Shows what became of one message.
     *
     * @param status that a request for this message alone would have been answered with
     * @param sent where it lies; absent if it failed, and if the batch was atomic
     * @param problem why it failed; absent if it has not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(int status, SentMessage sent, Problem problem) {}
}

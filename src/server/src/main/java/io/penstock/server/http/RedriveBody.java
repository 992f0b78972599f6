package io.penstock.server.http;

import io.penstock.RedriveRequest;

import java.util.Set;

/**
 * Which dead letters to put back.
 *
 * @param messageIds absent for all
 * @param limit absent for as many as one request may put back
 * @param dryRun true to count only
 */
public record RedriveBody(Set<String> messageIds, Integer limit, Boolean dryRun) {

    RedriveRequest of(String queue) {
        if (messageIds != null && messageIds.isEmpty()) {
            throw RequestException.malformed(
                    "'messageIds' is empty: name one at least, or leave it out to put back all.");
        }
        if (messageIds != null && messageIds.contains(null)) {
            throw RequestException.malformed("'messageIds' contains null: name ids only.");
        }
        return new RedriveRequest(
                queue,
                messageIds == null ? Set.of() : messageIds,
                limit == null ? RedriveRequest.MAX_LIMIT : limit,
                Boolean.TRUE.equals(dryRun));
    }
}

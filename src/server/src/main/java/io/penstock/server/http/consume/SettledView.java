package io.penstock.server.http.consume;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.server.http.request.Problem;

import java.time.Instant;
import java.util.List;

/** Shows what became of each item of a request, in its order. */
public record SettledView(List<Item> items) {

    /**
     * Shows what became of one item.
     *
     * @param status that a request for this item alone would have been answered with
     * @param leaseEndsAt of a lease that was renewed; otherwise absent
     * @param problem why it failed; absent if it has not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(String token, int status, Instant leaseEndsAt, Problem problem) {

        private static final int DONE = 204;
        private static final int SHOWN = 200;

        static Item done(String token) {
            return new Item(token, DONE, null, null);
        }

        static Item renewed(String token, Instant end) {
            return new Item(token, SHOWN, end, null);
        }

        static Item failed(String token, Problem problem) {
            return new Item(token, problem.status(), null, problem);
        }
    }
}

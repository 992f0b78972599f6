package io.penstock.server.http.request;

import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.util.UUID;

/** Describes why one item of a request failed whose others need not have. */
public final class ItemProblem {

    private static final Logger LOG = Logger.getLogger(ItemProblem.class);

    private ItemProblem() {}

    /**
     * The problem that a request of this item alone would have been answered with.
     *
     * @param failure as a stage tells it, or a method throws it
     * @param instance the path of the request
     */
    public static Problem of(Throwable failure, String instance) {
        var cause = PenstockException.causeOf(failure);
        if (cause instanceof RequestException refused) {
            return Problem.of(refused.type(), refused.getMessage(), instance);
        }
        var type = ProblemMapper.TYPES.get(cause.getClass());
        if (type != null) {
            return Problem.of(type, cause.getMessage(), instance);
        }
        var reference = UUID.randomUUID();
        LOG.errorf(cause, "An item of a request to %s failed (reference %s)", instance, reference);
        return Problem.of(ProblemType.INTERNAL_ERROR, ProblemMapper.unexpected(reference), instance);
    }
}

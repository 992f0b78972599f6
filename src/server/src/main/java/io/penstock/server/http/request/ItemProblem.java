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
        return unexpected(cause, instance);
    }

    /**
     * The failure of a request that does all of its items or none, as the caller is to be told it: with the item that
     * is at fault.
     *
     * @param number of the item, from 0
     */
    public static RuntimeException at(int number, RuntimeException failure) {
        var cause = PenstockException.causeOf(failure);
        var item = "Item " + number + ", counted from 0: " + cause.getMessage();
        if (cause instanceof RequestException refused) {
            return RequestException.of(refused.type(), item);
        }
        var type = ProblemMapper.TYPES.get(cause.getClass());
        return type == null ? failure : RequestException.of(type, item);
    }

    private static Problem unexpected(Throwable cause, String instance) {
        var reference = UUID.randomUUID();
        LOG.errorf(cause, "An item of a request to %s failed (reference %s)", instance, reference);
        return Problem.of(ProblemType.INTERNAL_ERROR, ProblemMapper.unexpected(reference), instance);
    }
}

package io.penstock;

import java.util.Objects;

/**
 * What makes a destination an exchange: it stores nothing, but sends each message on to the destinations that its
 * bindings name.
 *
 * @param alternate the destination of what matches no binding; null for none
 * @param unroutable what becomes of a message that has no destination then
 */
public record Exchange(ExchangeType type, String alternate, UnroutablePolicy unroutable) {

    public Exchange {
        Objects.requireNonNull(unroutable, "unroutable");
        if (type == null) {
            throw new PenstockException.InvalidConfiguration(
                    "An exchange has no type: choose DIRECT, FANOUT, PATTERN or HEADERS.");
        }
        if (alternate != null) {
            Destination.requireName(alternate, "alternate");
        }
        if (alternate != null && unroutable == UnroutablePolicy.DISCARD) {
            throw new PenstockException.InvalidConfiguration("An exchange cannot have both the alternate '" + alternate
                    + "' and unroutable = DISCARD: what matches nothing goes to the alternate. Choose one.");
        }
    }

    /** Without an alternate; what matches nothing is rejected. */
    public static Exchange of(ExchangeType type) {
        return new Exchange(type, null, UnroutablePolicy.REJECT);
    }

    public Exchange withAlternate(String destination) {
        return new Exchange(type, destination, unroutable);
    }

    public Exchange withUnroutable(UnroutablePolicy policy) {
        return new Exchange(type, alternate, policy);
    }
}

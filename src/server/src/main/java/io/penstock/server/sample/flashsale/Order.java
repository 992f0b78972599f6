package io.penstock.server.sample.flashsale;

import io.penstock.Message;
import io.penstock.server.sample.MessageIds;

import java.util.SplittableRandom;

/**
 * One order of the sale.
 *
 * @param number 0, 1, 2 …
 * @param customer who ordered; orders of one customer keep their order
 * @param cents to be paid
 */
public record Order(int number, String customer, long cents) {

    private static final int CUSTOMERS = 20_000;
    private static final int MAX_CENTS = 50_000;
    private static final String ID_PREFIX = "order-";

    /** The order of that number: always the same for the same seed. */
    static Order numbered(int number, long seed) {
        var random = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
        return new Order(number, "customer-" + random.nextInt(CUSTOMERS), 1 + random.nextInt(MAX_CENTS));
    }

    String messageId() {
        return ID_PREFIX + number;
    }

    /** @throws io.penstock.server.sample.SampleProblem if the message carries no order */
    static int numberOf(Message message) {
        return MessageIds.numberOf(message, ID_PREFIX);
    }
}

package io.penstock.quarkus.listener;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.Setting;

import java.util.Optional;
import java.util.function.Function;

/**
 * Says how long the container's transaction around one message may take, as {@code @TransactionConfiguration} has it.
 *
 * @param seconds 0 for what the transaction manager is configured with
 * @param property that says otherwise if it is set; empty for none
 */
public record TransactionTimeout(int seconds, String property) {

    /** As the transaction manager is configured. */
    public static final TransactionTimeout DEFAULT = new TransactionTimeout(0, "");

    /**
     * What holds, in seconds; 0 for what the transaction manager is configured with.
     *
     * @throws PenstockException.InvalidConfiguration if the property is no number of seconds
     */
    int in(Function<String, Optional<String>> properties) {
        var set = property.isEmpty() ? Optional.<String>empty() : properties.apply(property);
        return set.map(this::parsed).orElse(seconds);
    }

    private int parsed(String text) {
        var setting = new Setting(property);
        try {
            return setting.within(Integer.parseInt(text.strip()), 1, Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw setting.wrong(text, "it is the time-out of a bean's transactions, in whole seconds.");
        }
    }
}

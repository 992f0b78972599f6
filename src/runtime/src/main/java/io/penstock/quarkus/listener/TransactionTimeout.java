package io.penstock.quarkus.listener;

import io.penstock.AsciiNumbers;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.Setting;

import java.util.Optional;
import java.util.function.Function;

/**
 * Says how long the container's transaction around one message may take, as {@code @TransactionConfiguration} gives it.
 *
 * @param seconds the time-out; 0 for the default of the transaction manager
 * @param property the property that overrides it if it is set; empty for none
 */
public record TransactionTimeout(int seconds, String property) {

    /** The time-out that the transaction manager is configured with. */
    public static final TransactionTimeout DEFAULT = new TransactionTimeout(0, "");

    /**
     * The time-out in seconds with regard to the property; 0 for the default of the transaction manager.
     *
     * @throws PenstockException.InvalidConfiguration if the value of the property is no number of seconds
     */
    int in(Function<String, Optional<String>> properties) {
        var set = property.isEmpty() ? Optional.<String>empty() : properties.apply(property);
        return set.map(this::parsed).orElse(seconds);
    }

    private int parsed(String text) {
        var setting = new Setting(property);
        try {
            return setting.within(AsciiNumbers.parseInt(text.strip()), 1, Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw setting.wrong(text, "it is the time-out of a bean's transactions, in whole seconds.");
        }
    }
}

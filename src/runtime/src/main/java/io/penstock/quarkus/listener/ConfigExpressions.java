package io.penstock.quarkus.listener;

import io.penstock.PenstockException;
import io.smallrye.common.expression.Expression;
import org.eclipse.microprofile.config.Config;

import java.util.Optional;
import java.util.function.Function;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Resolves <code>${property}</code> and <code>${property:default}</code> in names that annotations give. */
@Singleton
public class ConfigExpressions {

    private final Function<String, Optional<String>> properties;

    @Inject
    ConfigExpressions(Config config) {
        this(property -> config.getOptionalValue(property, String.class));
    }

    ConfigExpressions(Function<String, Optional<String>> properties) {
        this.properties = properties;
    }

    /**
     * Resolves the expressions in a text.
     *
     * @throws PenstockException.InvalidConfiguration if a property without a default is not set
     */
    public String resolve(String text) {
        return Expression.compile(text, Expression.Flag.NO_TRIM).evaluate((reference, resolved) -> {
            var value = properties.apply(reference.getKey());
            if (value.isPresent()) {
                resolved.append(value.get());
            } else if (reference.hasDefault()) {
                reference.expandDefault();
            } else {
                throw new PenstockException.InvalidConfiguration(
                        "'" + text + "' refers to the property '" + reference.getKey() + "', which is not set.");
            }
        });
    }
}

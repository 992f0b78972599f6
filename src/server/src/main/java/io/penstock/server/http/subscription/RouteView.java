package io.penstock.server.http.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.RouteStep;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Predicate;

/**
 * Shows where a message would go.
 *
 * @param destinations that would get it, by name, each once; none if it is unroutable
 * @param steps from exchange to exchange, in the order in which they are taken
 */
public record RouteView(List<String> destinations, List<Step> steps) {

    /**
     * Shows one step.
     *
     * @param binding by which it is taken; absent if nothing matches, and the destination is the alternate
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            String exchange, String destination, @Nullable BindingView binding) {}

    static RouteView of(List<RouteStep> steps, Predicate<String> isExchange) {
        return new RouteView(
                steps.stream()
                        .map(RouteStep::destination)
                        .distinct()
                        .filter(isExchange.negate())
                        .sorted()
                        .toList(),
                steps.stream()
                        .map(step -> new Step(
                                step.exchange(),
                                step.destination(),
                                step.binding() == null ? null : BindingView.of(step.binding())))
                        .toList());
    }
}

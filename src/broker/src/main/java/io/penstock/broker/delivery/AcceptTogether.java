package io.penstock.broker.delivery;

import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.Contained;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accepts several deliveries of one subscription with one command and one stage, instead of one for each. */
public final class AcceptTogether extends Command<Void> implements Acceptance {

    private final Settlements settlements;
    private final Collection<LocalDelivery> deliveries;

    /** A delivery whose lease had ended, or null. */
    private LocalDelivery lost;

    private AcceptTogether(Settlements settlements, Collection<LocalDelivery> deliveries) {
        this.settlements = settlements;
        this.deliveries = deliveries;
    }

    /** Asks for it, from any thread. */
    static AcceptTogether submit(Settlements settlements, Collection<LocalDelivery> deliveries) {
        var together = new AcceptTogether(settlements, deliveries);
        settlements.loop().submit(together);
        return together;
    }

    /** Asks for it subscription by subscription, from any thread. */
    public static List<AcceptTogether> submitEach(Collection<LocalDelivery> deliveries) {
        Map<Settlements, List<LocalDelivery>> bySubscription = new LinkedHashMap<>();
        for (var delivery : deliveries) {
            bySubscription
                    .computeIfAbsent(delivery.settlements, subscription -> new ArrayList<>())
                    .add(delivery);
        }
        return bySubscription.entrySet().stream()
                .map(each -> submit(each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public Contained about() {
        return settlements.subscription();
    }

    @Override
    public void execute() {
        lost = settlements.accept(this, deliveries);
    }

    @Override
    public void accepted() {
        if (lost == null) {
            complete(null);
        } else {
            completeExceptionally(lost.leaseLost());
        }
    }
}

package io.penstock.quarkus;

import java.util.List;

/** Holds the injected senders that the build found, whose destinations are declared at the start. */
public record SenderRegistry(List<SenderDefinition> senders) {

    public SenderRegistry {
        senders = List.copyOf(senders);
    }
}

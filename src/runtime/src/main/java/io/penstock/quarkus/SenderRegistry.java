package io.penstock.quarkus;

import java.util.List;

/** The injected senders of this application, as the build found them. */
public record SenderRegistry(List<SenderDefinition> senders) {

    public SenderRegistry {
        senders = List.copyOf(senders);
    }
}

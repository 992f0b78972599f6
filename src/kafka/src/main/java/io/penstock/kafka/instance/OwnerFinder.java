package io.penstock.kafka.instance;

import io.penstock.kafka.journal.OwnerLink;
import io.penstock.remote.RemoteOptions;
import org.jspecify.annotations.Nullable;

/** Says where the owner is whom the journal names, if this instance can log in there. It is safe for any thread. */
final class OwnerFinder implements RemoteOptions.Finder {

    private final OwnerSight sight;
    private final CellReach reach;

    OwnerFinder(OwnerSight sight, CellReach reach) {
        this.sight = sight;
        this.reach = reach;
    }

    @Override
    public RemoteOptions.@Nullable Server find() {
        var link = sight.link();
        if (link == null || !obstacle(link).isEmpty()) {
            return null;
        }
        var key = link.key() == null ? reach.sharedKey() : link.key();
        return new RemoteOptions.Server(link.host(), link.port(), key);
    }

    private String obstacle(OwnerLink link) {
        if (link.isTls() != (reach.tls() != null)) {
            return "The owner at " + link + (link.isTls() ? " encrypts" : " does not encrypt")
                    + " its connections, and this instance does the opposite: configure TLS alike everywhere.";
        }
        return link.key() == null && reach.sharedKey() == null
                ? "The owner at " + link + " asks for a shared key, and this instance has none."
                : "";
    }

    @Override
    public String missing() {
        var link = sight.link();
        return link == null ? sight.missing() : obstacle(link);
    }
}

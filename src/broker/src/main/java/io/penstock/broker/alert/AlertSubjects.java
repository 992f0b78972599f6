package io.penstock.broker.alert;

import io.penstock.DeadLetterAlert;
import io.penstock.DestinationStatistics;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** What alerts look at: the broker as far as they need it, and so as tests can make it. */
public interface AlertSubjects {

    /** The names of all destinations that store messages. */
    List<String> destinations();

    /** @throws io.penstock.PenstockException.UnknownDestination if it is gone */
    DestinationStatistics statistics(String destination);

    /** The alert that a subscription was declared with; null if it has none, or is gone. */
    @Nullable
    DeadLetterAlert alertOf(String destination, String subscription);

    /** Percent of the disk of the log that are in use, rounded down. */
    int diskUsedPercent() throws IOException;
}

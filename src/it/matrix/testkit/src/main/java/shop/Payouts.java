package shop;

import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;

@ApplicationScoped
public class Payouts {

    @QueueListener("payouts")
    @Retry(maxRetries = 2, delay = 6, delayUnit = ChronoUnit.HOURS, factor = 1, maxDelay = 6, maxDelayUnit = ChronoUnit.HOURS)
    @DeadLetter("payouts.failed")
    void pay(String refund) {
        throw new IllegalStateException("no account for " + refund);
    }
}

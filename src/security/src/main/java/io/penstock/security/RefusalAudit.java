package io.penstock.security;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes to the audit what is refused to those who have not proven who they are, as far as that has an end: they may
 * knock as often as they like, and would fill the disk. What is left out is counted, and told by one record with the
 * first refusal of a later minute. Safe for use by any thread.
 */
final class RefusalAudit {

    /** The most records of one address in a minute: enough to see who guesses at which names. */
    static final int MAX_OF_ADDRESS = 60;

    /** The most records of all addresses in a minute: some hundred megabytes in a day of attack. */
    static final int MAX_OF_ALL = 600;

    static final Duration WINDOW = Duration.ofMinutes(1);

    private final AuditTrail audit;
    private final InstantSource clock;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private long begin;
    private int written;
    private long leftOut;

    RefusalAudit(AuditTrail audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void add(AuditRecord refusal) {
        long before;
        boolean isWritten;
        synchronized (this) {
            before = turnWindow();
            isWritten = written < MAX_OF_ALL && byAddress.merge(refusal.address(), 1, Integer::sum) <= MAX_OF_ADDRESS;
            if (isWritten) {
                written++;
            } else {
                leftOut++;
            }
        }
        if (before > 0) {
            var told = before + " more refusals of those who had been refused often are not recorded";
            audit.add(new AuditRecord("", "", "login", "", AuditRecord.REFUSED, told));
        }
        if (isWritten) {
            audit.add(refusal);
        }
    }

    /** How many were left out in the window that has ended. */
    private long turnWindow() {
        long now = clock.millis();
        if (now >= begin && now - begin < WINDOW.toMillis()) {
            return 0;
        }
        long before = leftOut;
        begin = now;
        written = 0;
        leftOut = 0;
        byAddress.clear();
        return before;
    }
}

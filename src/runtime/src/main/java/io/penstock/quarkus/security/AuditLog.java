package io.penstock.quarkus.security;

import io.penstock.PlainText;
import io.penstock.security.AuditRecord;
import io.penstock.security.AuditTrail;
import org.jboss.logging.Logger;

/** Writes the audit to a log category of its own, one line for each record, so that it can have a file of its own. */
final class AuditLog implements AuditTrail {

    /** The category of all audit lines. */
    static final String CATEGORY = "io.penstock.audit";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    @Override
    public void add(AuditRecord entry) {
        LOG.infof(
                "%s %s%s by %s%s%s",
                entry.outcome(),
                entry.action(),
                entry.target().isEmpty() ? "" : " '" + PlainText.of(entry.target()) + "'",
                PlainText.of(entry.caller()),
                entry.address().isEmpty() ? "" : " from " + entry.address(),
                entry.detail().isEmpty() ? "" : ": " + PlainText.of(entry.detail()));
    }
}

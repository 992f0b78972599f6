package io.penstock.quarkus.security;

import io.penstock.PlainText;
import io.penstock.security.AuditRecord;
import io.penstock.security.AuditTrail;
import org.jboss.logging.Logger;

/**
 * Writes the audit to a log category of its own, one line for each record, so that it can have a file of its own. What
 * strangers make up, such as the name of a login that failed, cannot pass for other parts of a line.
 */
final class AuditLog implements AuditTrail {

    /** The category of all audit lines. */
    static final String CATEGORY = "io.penstock.audit";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    @Override
    public void add(AuditRecord entry) {
        LOG.info(line(entry));
    }

    static String line(AuditRecord entry) {
        return entry.outcome()
                + " " + entry.action()
                + (entry.target().isEmpty() ? "" : " " + quoted(entry.target()))
                + " by " + name(entry.caller())
                + (entry.address().isEmpty() ? "" : " from " + PlainText.of(entry.address()))
                + (entry.detail().isEmpty() ? "" : ": " + PlainText.of(entry.detail()));
    }

    /** Names are mostly plain, and are written so; others in quotation marks, so that their end can be seen. */
    private static String name(String name) {
        boolean isPlain = !name.isEmpty()
                && name.chars().allMatch(each -> Character.isLetterOrDigit(each) || "._@-/".indexOf(each) >= 0);
        return isPlain ? PlainText.of(name) : PlainText.quoted(name);
    }

    private static String quoted(String target) {
        return "'" + PlainText.of(target.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
}

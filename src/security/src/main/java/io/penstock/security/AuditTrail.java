package io.penstock.security;

/** An audit trail takes audit records, on the thread of who acts: it must be quick, and it must not throw. */
@FunctionalInterface
public interface AuditTrail {

    /** Keeps nothing. */
    AuditTrail NONE = entry -> {};

    void add(AuditRecord entry);
}

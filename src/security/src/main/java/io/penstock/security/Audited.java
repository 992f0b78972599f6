package io.penstock.security;

import java.util.function.Supplier;

/** Tells the audit what was done, or that it failed. */
record Audited(CallerRights rights) {

    void run(String action, String target, Runnable work) {
        call(action, target, () -> {
            work.run();
            return null;
        });
    }

    <T> T call(String action, String target, Supplier<T> work) {
        try {
            var result = work.get();
            rights.audit(action, target, AuditRecord.DONE, "");
            return result;
        } catch (RuntimeException e) {
            rights.audit(action, target, AuditRecord.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
    }
}

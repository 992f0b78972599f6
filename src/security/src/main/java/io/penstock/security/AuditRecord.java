package io.penstock.security;

/**
 * An audit record tells what somebody did or tried: one of these for each login that failed, each refusal, and each
 * change that is not a message. It never has a password or the body of a message.
 *
 * @param caller the name that was proven, or that was given by somebody who did not prove it
 * @param address where the caller calls from; empty if it is not known
 * @param action in one word: {@code declare}, {@code purge}, {@code login}
 * @param target the destination, or what else was acted on; empty if it was the broker itself
 * @param outcome {@code done}, {@code refused} or {@code failed}
 * @param detail further words in one line; may be empty
 */
public record AuditRecord(String caller, String address, String action, String target, String outcome, String detail) {

    public static final String DONE = "done";
    public static final String REFUSED = "refused";
    public static final String FAILED = "failed";
}

package io.penstock.server.http.access;

/** A certificate is good, and no user has its name. */
final class UnknownCertificate extends Exception {

    private static final long serialVersionUID = 1L;

    private final String subject;

    UnknownCertificate(String subject) {
        super("No user has the name of the certificate");
        this.subject = subject;
    }

    String subject() {
        return subject;
    }
}

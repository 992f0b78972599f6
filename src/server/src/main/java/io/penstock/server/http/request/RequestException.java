package io.penstock.server.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.spi.NearestName;

import java.time.Duration;
import java.util.Collection;

/** Signals that a request is refused before the broker sees it. */
public final class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    private RequestException(ProblemType type, String message) {
        super(message);
        this.type = type;
    }

    static RequestException of(ProblemType type, String message) {
        return new RequestException(type, message);
    }

    public static RequestException malformed(String message) {
        return new RequestException(ProblemType.MALFORMED_REQUEST, message);
    }

    /** JSON that cannot be read, described without names of classes. */
    public static RequestException malformedJson(JsonProcessingException failure) {
        return malformed(JsonFault.describe(failure));
    }

    public static RequestException invalidMessage(String message) {
        return new RequestException(ProblemType.INVALID_MESSAGE, message);
    }

    /** How a refusal of an unknown name goes on: with the one that was meant, perhaps, and with all that are known. */
    public static String known(String unknown, Collection<String> names) {
        return NearestName.nearest(unknown, names)
                        .map(name -> ": did you mean '" + name + "'?")
                        .orElse(".")
                + " Known: " + String.join(", ", names) + ".";
    }

    public static RequestException conflict(String message) {
        return new RequestException(ProblemType.CONFLICT, message);
    }

    public static RequestException unknownSession() {
        return new RequestException(
                ProblemType.UNKNOWN_SESSION, "This request is not made by a session, so there is none to end.");
    }

    public static RequestException unknownOperation(String id) {
        return new RequestException(
                ProblemType.UNKNOWN_OPERATION,
                "There is no operation " + id + ", or it is no longer kept. See /api/v1/operations.");
    }

    public static RequestException unknownBackup(String name) {
        return new RequestException(
                ProblemType.UNKNOWN_BACKUP,
                "No backup '" + name + "' was begun since the server was started, or it is no longer remembered. See"
                        + " /api/v1/backups.");
    }

    public static RequestException unknownBinding(String exchange, String id) {
        return new RequestException(
                ProblemType.UNKNOWN_BINDING,
                "The exchange '" + exchange + "' has no binding '" + id + "'. See /api/v1/destinations/" + exchange
                        + "/bindings.");
    }

    public static RequestException unknownRule(String name) {
        return new RequestException(ProblemType.UNKNOWN_RULE, "There is no rule '" + name + "'. See /api/v1/rules.");
    }

    /** What is to be changed is in another state than the request is of. */
    public static RequestException preconditionFailed(String message) {
        return new RequestException(ProblemType.PRECONDITION_FAILED, message);
    }

    /** A token of a delivery that says nothing (any more). */
    public static RequestException tokenGone(String message) {
        return new RequestException(ProblemType.TOKEN_GONE, message);
    }

    /** There is as much of something as may be, and the caller can change that, or wait. */
    public static RequestException limitReached(String message) {
        return new RequestException(ProblemType.LIMIT_REACHED, message);
    }

    public static RequestException overloaded(String message) {
        return new RequestException(ProblemType.OVERLOADED, message);
    }

    public static RequestException unknownLetter(String id) {
        return new RequestException(
                ProblemType.UNKNOWN_LETTER,
                "The database knows no dead letter " + id + ". See /api/v1/triage/letters.");
    }

    /** There is no dead letter at that place, or not any more. */
    public static RequestException unknownLetter(String queue, int partition, long offset) {
        return new RequestException(
                ProblemType.UNKNOWN_LETTER,
                "There is no dead letter in partition " + partition + " of '" + queue + "' at offset " + offset
                        + ", or the log has removed it. See /api/v1/dead-letters/" + queue + ".");
    }

    public static RequestException unknownMessage(String destination, int partition, long offset) {
        return new RequestException(
                ProblemType.UNKNOWN_MESSAGE,
                "There is no message in partition " + partition + " of '" + destination + "' at offset " + offset
                        + ", or the log has removed it. See /api/v1/destinations/" + destination + "/messages.");
    }

    /** What is asked for is kept in a database, and the server has none. */
    public static RequestException databaseMissing(String message) {
        return new RequestException(ProblemType.DATABASE_MISSING, message);
    }

    /** The server is called by a name that is none of its own. */
    public static RequestException foreignHost(String message) {
        return new RequestException(ProblemType.FOREIGN_HOST, message);
    }

    /** A page of somebody else has a browser ask. */
    public static RequestException crossSite(String message) {
        return new RequestException(ProblemType.CROSS_SITE, message);
    }

    public static RequestException unauthenticated(String message) {
        return new RequestException(ProblemType.UNAUTHENTICATED, message);
    }

    public static RequestException forbidden(String message) {
        return new RequestException(ProblemType.FORBIDDEN, message);
    }

    public static RequestException tooManyLogins(String message) {
        return new RequestException(ProblemType.TOO_MANY_LOGINS, message);
    }

    public static RequestException loginUnavailable() {
        return new RequestException(
                ProblemType.LOGIN_UNAVAILABLE,
                "Nobody can be asked now who the caller is: the OpenID provider does not answer. Try again.");
    }

    static RequestException bodyTooLarge(long limitBytes) {
        return new RequestException(
                ProblemType.BODY_TOO_LARGE,
                "The request body exceeds " + limitBytes + " bytes. Send a reference to the data instead, or raise "
                        + "penstock.http.max-body-size.");
    }

    static RequestException loginTooLarge(int limitBytes) {
        return new RequestException(
                ProblemType.BODY_TOO_LARGE,
                "The request body exceeds " + limitBytes + " bytes, and whoever logs in sends a name and a password.");
    }

    static RequestException loginTooSlow(Duration limit) {
        return new RequestException(
                ProblemType.BODY_TOO_SLOW, "The name and the password have not arrived within " + limit + ".");
    }

    static RequestException streamTooLarge(long limitBytes) {
        return new RequestException(
                ProblemType.BODY_TOO_LARGE,
                "The request body exceeds " + limitBytes + " bytes. Send the lines in several requests, or raise"
                        + " quarkus.http.limits.max-body-size.");
    }

    static RequestException bodyStalled(Duration limit) {
        return new RequestException(
                ProblemType.BODY_TOO_SLOW,
                "Nothing more of the request body has arrived for " + limit + ". Send it faster, or raise"
                        + " penstock.http.max-body-time.");
    }

    static RequestException brokenChunks() {
        return malformed(
                "The body is not what 'Transfer-Encoding: chunked' says: each chunk begins with a line that has"
                        + " its size in hexadecimal digits, and ends with an empty one.");
    }

    static RequestException bodyTooSlow(Duration limit) {
        return new RequestException(
                ProblemType.BODY_TOO_SLOW,
                "The request body has not arrived within " + limit + ". Send it faster, or raise"
                        + " penstock.http.max-body-time.");
    }

    static RequestException tooManyBodies(int limit) {
        return new RequestException(
                ProblemType.OVERLOADED,
                limit + " request bodies are arriving at the moment (penstock.http.max-bodies). Nothing was written:"
                        + " try again.");
    }

    static RequestException bodiesTooLarge(long limitBytes) {
        return new RequestException(
                ProblemType.OVERLOADED,
                "The bodies of all requests under way would exceed " + limitBytes
                        + " bytes (penstock.http.max-bodies-size). Nothing was written: try again.");
    }

    static RequestException unknownCoding(String coding) {
        return new RequestException(
                ProblemType.UNKNOWN_CODING,
                "'Content-Encoding' is '" + coding + "': only gzip is understood, once. Send the body as it is, or set"
                        + " a header Penstock-Header-Content-Encoding for whoever consumes it.");
    }

    static RequestException compressedLines() {
        return new RequestException(
                ProblemType.UNKNOWN_CODING,
                "'Content-Encoding' of a body of lines can only be identity, since lines are sent as they come: leave"
                        + " the header out and do not compress them, or compress an array as application/json.");
    }

    static RequestException stopping() {
        return new RequestException(
                ProblemType.STOPPING,
                "The server is being stopped. Nothing was written: try again, elsewhere or later.");
    }

    /** The same refusal, which says more. */
    public RequestException and(String more) {
        return new RequestException(type, getMessage() + " " + more);
    }

    ProblemType type() {
        return type;
    }
}

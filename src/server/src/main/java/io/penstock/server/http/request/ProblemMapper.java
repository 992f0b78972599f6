package io.penstock.server.http.request;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.penstock.PenstockException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Turns all failures of requests into answers as RFC 9457 describes them. */
final class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    /** Long enough for a full queue to drain, short enough that a client does not give up. */
    static final int RETRY_AFTER_SECONDS = 1;

    /** The longest chain of causes that is looked through: one may lead back to its beginning. */
    static final int MAX_CAUSES = 20;

    /** The class whose failures mean that the client is gone. */
    private static final String VERTX_OUTPUT = "io.quarkus.vertx.utils.VertxOutputStream";

    static final Map<Class<? extends PenstockException>, ProblemType> TYPES = Map.ofEntries(
            Map.entry(PenstockException.InvalidConfiguration.class, ProblemType.INVALID_CONFIGURATION),
            Map.entry(PenstockException.InvalidFilter.class, ProblemType.INVALID_FILTER),
            Map.entry(PenstockException.InvalidMessage.class, ProblemType.INVALID_MESSAGE),
            Map.entry(PenstockException.Forbidden.class, ProblemType.FORBIDDEN),
            Map.entry(PenstockException.MessageTooLarge.class, ProblemType.MESSAGE_TOO_LARGE),
            Map.entry(PenstockException.UnknownDestination.class, ProblemType.UNKNOWN_DESTINATION),
            Map.entry(PenstockException.Unroutable.class, ProblemType.UNROUTABLE),
            Map.entry(PenstockException.UnknownSubscription.class, ProblemType.UNKNOWN_SUBSCRIPTION),
            Map.entry(PenstockException.UnknownSchedule.class, ProblemType.UNKNOWN_SCHEDULE),
            Map.entry(PenstockException.UnknownAlert.class, ProblemType.UNKNOWN_ALERT),
            Map.entry(PenstockException.Conflict.class, ProblemType.CONFLICT),
            Map.entry(PenstockException.Unsupported.class, ProblemType.UNSUPPORTED),
            Map.entry(PenstockException.LeaseLost.class, ProblemType.LEASE_LOST),
            Map.entry(PenstockException.Fenced.class, ProblemType.FENCED),
            Map.entry(PenstockException.OutOfSequence.class, ProblemType.OUT_OF_SEQUENCE),
            Map.entry(PenstockException.TransactionTimedOut.class, ProblemType.TRANSACTION_TIMED_OUT),
            Map.entry(PenstockException.UnknownTransaction.class, ProblemType.UNKNOWN_TRANSACTION),
            Map.entry(PenstockException.LimitReached.class, ProblemType.LIMIT_REACHED),
            Map.entry(PenstockException.Overloaded.class, ProblemType.OVERLOADED),
            Map.entry(PenstockException.StorageFull.class, ProblemType.STORAGE_FULL),
            Map.entry(PenstockException.PartitionOffline.class, ProblemType.PARTITION_OFFLINE),
            Map.entry(PenstockException.Unavailable.class, ProblemType.UNAVAILABLE),
            Map.entry(PenstockException.StorageUnusable.class, ProblemType.DATA_DIRECTORY));

    @ServerExceptionMapper
    Response broker(PenstockException failure, UriInfo uri) {
        if (DatabaseOutage.isIn(failure)) {
            return withoutDatabase(failure, uri);
        }
        ProblemType type = TYPES.get(failure.getClass());
        return type == null ? unexpected(failure, uri) : answer(type, failure.getMessage(), uri);
    }

    @ServerExceptionMapper
    Response request(RequestException failure, UriInfo uri) {
        return answer(failure.type(), failure.getMessage(), uri);
    }

    // Quarkus maps this subclass itself unless it is named here.
    @ServerExceptionMapper
    Response json(MismatchedInputException failure, UriInfo uri) {
        return answer(ProblemType.MALFORMED_REQUEST, JsonFault.describe(failure), uri);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, UriInfo uri) {
        if (isClientGone(failure)) {
            // Nobody reads the answer, and whoever aborts many requests must not fill the log.
            LOG.debugf(failure, "The client of a request to %s is gone", uri.getPath());
            return Response.status(ProblemType.INTERNAL_ERROR.status()).build();
        }
        if (DatabaseOutage.isIn(failure)) {
            return withoutDatabase(failure, uri);
        }
        var reference = UUID.randomUUID();
        LOG.errorf(failure, "Request to %s failed (reference %s)", uri.getPath(), reference);
        return answer(ProblemType.INTERNAL_ERROR, unexpected(reference), uri);
    }

    /** One line of the log for each request: a stack trace tells nothing more. */
    private static Response withoutDatabase(Throwable failure, UriInfo uri) {
        LOG.warnf("Request to %s failed, since the database does not answer: %s", uri.getPath(), failure.getMessage());
        return answer(ProblemType.DATABASE_UNAVAILABLE, DatabaseOutage.DETAIL, uri);
    }

    static String unexpected(UUID reference) {
        return "The server failed in a way that it should not. Its log tells more under reference " + reference + ".";
    }

    /** The connection was closed while the answer was being written. */
    private static boolean isClientGone(Throwable failure) {
        var cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof IOException
                    && cause.getStackTrace().length > 0
                    && cause.getStackTrace()[0].getClassName().startsWith(VERTX_OUTPUT)) {
                return true;
            }
        }
        return false;
    }

    private static Response answer(ProblemType type, String detail, UriInfo uri) {
        var response =
                Response.status(type.status()).type(Problem.MEDIA_TYPE).entity(Problem.of(type, detail, instance(uri)));
        if (type.isTemporary()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    /** The path as it was sent: decoded it need not be a URI. */
    static String instance(UriInfo uri) {
        return uri.getRequestUri().getRawPath();
    }

    static String nothingAt(String path) {
        return "There is nothing at " + path + ". The API begins at /api/v1; /q/openapi describes it.";
    }
}

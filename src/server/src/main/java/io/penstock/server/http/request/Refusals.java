package io.penstock.server.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import jakarta.inject.Singleton;

/** Answers requests that are refused before they are dispatched, with problems as everywhere else. */
@Singleton
public final class Refusals {

    /** Bytes of a refused body that are read and thrown away, so that the client gets to see the answer. */
    static final long DISCARD_BYTES = 8L << 20;

    /**
     * The time for which the rest of a request is discarded: a client that reads its answer has stopped sending by
     * then.
     */
    static final long DISCARD_MILLIS = 5_000;

    private final ObjectMapper json;

    Refusals(ObjectMapper json) {
        this.json = json;
    }

    /** The connection stays, if its client ends the body soon. */
    public void answer(RoutingContext context, RequestException refusal) {
        write(context, refusal);
        discard(context);
    }

    /** Refuses a request whose end is not certain, and closes its connection. */
    void answerAndClose(RoutingContext context, RequestException refusal) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        write(context, refusal);
        context.request().connection().close();
    }

    /**
     * Answers a request whose resource has begun to answer it and has written nothing. It is counted under the path of
     * that resource.
     *
     * @param isEndUnknown whether the connection has to be closed
     */
    void answerBegun(RoutingContext context, Throwable failure, boolean isEndUnknown) {
        var problem = ItemProblem.of(failure, context.request().path());
        if (ProblemType.isTemporary(problem.type())) {
            retryLater(context);
        }
        if (isEndUnknown) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        end(context, problem);
        if (isEndUnknown) {
            context.request().connection().close();
        } else {
            discard(context);
        }
    }

    /** Says that there is nothing at such a path. */
    void answerNotFound(RoutingContext context) {
        var path = context.request().path();
        var title = HttpResponseStatus.NOT_FOUND.reasonPhrase();
        write(context, Problem.ofStatus(404, title, ProblemMapper.nothingAt(path), path));
        discard(context);
    }

    private void write(RoutingContext context, RequestException refusal) {
        var type = refusal.type();
        if (type.isTemporary() && !context.response().headWritten()) {
            retryLater(context);
        }
        write(context, Problem.of(type, refusal.getMessage(), context.request().path()));
    }

    private static void retryLater(RoutingContext context) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(ProblemMapper.RETRY_AFTER_SECONDS));
    }

    private void write(RoutingContext context, Problem problem) {
        RequestLabel.refused();
        end(context, problem);
    }

    private void end(RoutingContext context, Problem problem) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(encode(problem));
    }

    /** A connection closed while its client still writes would be reset, and the answer lost with it. */
    static void discard(RoutingContext context) {
        var request = context.request();
        if (request.isEnded()) {
            return;
        }
        long timer = context.vertx().setTimer(DISCARD_MILLIS, fired -> close(request));
        var left = new long[] {DISCARD_BYTES};
        request.exceptionHandler(failure -> context.vertx().cancelTimer(timer));
        request.endHandler(ended -> context.vertx().cancelTimer(timer));
        request.handler(part -> {
            left[0] -= part.length();
            if (left[0] < 0) {
                close(request);
            }
        });
        request.resume();
    }

    private static void close(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.connection().close();
        }
    }

    private String encode(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is made of strings and numbers", e);
        }
    }
}

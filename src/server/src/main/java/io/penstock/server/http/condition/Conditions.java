package io.penstock.server.http.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.penstock.server.http.request.RequestException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.MultiMap;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

import static io.penstock.server.http.condition.TagCondition.IF_MATCH;
import static io.penstock.server.http.condition.TagCondition.IF_NONE_MATCH;

/**
 * Answers requests for what can be configured with its entity tag, and does only what {@code If-Match} and {@code
 * If-None-Match} allow. A tag is made of the configuration alone, and not of counters: it stays while nobody changes
 * that, also over restarts. Requests that change the same object are done one after the other, so that nobody comes
 * between the look at the tag and the change, except whoever changes it in another way than by HTTP.
 *
 * <p>The configuration is given as what shows it in an answer, as it is now; empty if there is no such object.
 *
 * <p>Whether the caller may make the change is to be checked before it comes here (RFC 9110, section 13.2.1): whoever
 * may not is told that, whatever their conditions, and not the tag.
 */
@Singleton
public final class Conditions {

    /** Enough that objects seldom share one: whoever changes something holds it for some milliseconds. */
    private static final int LOCKS = 256;

    /** Enough that nobody makes two configurations of one tag by chance. */
    private static final int TAG_BYTES = 16;

    private final ObjectMapper json;
    private final CurrentVertxRequest request;
    private final Lock[] locks =
            IntStream.range(0, LOCKS).mapToObj(number -> new ReentrantLock()).toArray(Lock[]::new);

    @Inject
    Conditions(ObjectMapper json, CurrentVertxRequest request) {
        this.json = json.copy().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
        this.request = request;
    }

    /** Answers with a view, or with 304 to whoever has it. */
    public <V> RestResponse<V> get(Supplier<? extends Optional<?>> configuration, Supplier<V> view) {
        // The tag comes first: one that is older than the view does no harm.
        var tag = tag(configuration);
        requireMatch(tag);
        boolean isKnown = TagCondition.of(headers(), IF_NONE_MATCH)
                .filter(condition -> condition.fits(tag))
                .isPresent();
        return isKnown ? tagged(ResponseBuilder.<V>notModified(), tag) : tagged(ResponseBuilder.ok(view.get()), tag);
    }

    /**
     * Makes an object exist, or replaces it: answers 201 if it is new.
     *
     * @param change does it, and returns the view of it
     */
    public <V> RestResponse<V> put(UriInfo uri, Supplier<? extends Optional<?>> configuration, Supplier<V> change) {
        return alone(uri, "", () -> {
            var isNew = requireConditions(configuration).isEmpty();
            var view = change.get();
            var answer =
                    isNew ? ResponseBuilder.<V>created(uri.getAbsolutePath()).entity(view) : ResponseBuilder.ok(view);
            return tagged(answer, tag(configuration));
        });
    }

    /**
     * Makes an object exist in the collection that is asked for: answers 201 if it is new. The conditions are those of
     * the object, and not of the collection.
     *
     * @param id its name in the collection
     * @param change does it, and returns the view of it
     */
    public <V> RestResponse<V> add(
            UriInfo uri, String id, Supplier<? extends Optional<?>> configuration, Supplier<V> change) {
        return alone(uri, id, () -> {
            var isNew = requireConditions(configuration).isEmpty();
            var view = change.get();
            var answer = isNew
                    ? ResponseBuilder.<V>created(
                                    uri.getAbsolutePathBuilder().path(id).build())
                            .entity(view)
                    : ResponseBuilder.ok(view);
            return tagged(answer, tag(configuration));
        });
    }

    /** Changes an object that is there. */
    public <V> RestResponse<V> patch(UriInfo uri, Supplier<? extends Optional<?>> configuration, Supplier<V> change) {
        return alone(uri, "", () -> {
            requireConditionsIfAny(configuration);
            return tagged(ResponseBuilder.ok(change.get()), tag(configuration));
        });
    }

    /** Does something to an object that is there, such as pausing it. The answer is no view of it, and has no tag. */
    public <V> V act(UriInfo uri, Supplier<? extends Optional<?>> configuration, Supplier<V> action) {
        return alone(uri, "", () -> {
            requireConditionsIfAny(configuration);
            return action.get();
        });
    }

    /** Removes an object that is there, and has nothing to tell. */
    public void remove(UriInfo uri, Supplier<? extends Optional<?>> configuration, Runnable removal) {
        act(uri, configuration, () -> {
            removal.run();
            return null;
        });
    }

    /**
     * @param id of an object that the path does not name; empty if the path names it: all paths of one object have the
     *     same parameters
     */
    private <T> T alone(UriInfo uri, String id, Supplier<T> change) {
        var names = uri.getPathParameters().values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!id.isEmpty()) {
            names.add(id);
        }
        var lock = locks[Math.floorMod(names.hashCode(), LOCKS)];
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    private void requireConditionsIfAny(Supplier<? extends Optional<?>> configuration) {
        if (headers().contains(IF_MATCH) || headers().contains(IF_NONE_MATCH)) {
            requireConditions(configuration);
        }
    }

    /**
     * Requires what the headers say of an object, and tells its tag. {@code If-Match} is of a state that there is: if
     * the object is not there, its condition is false whatever the method (RFC 9110, section 13.1.1), so whoever had
     * seen it learns that it is no longer as it was.
     */
    private Optional<String> requireConditions(Supplier<? extends Optional<?>> configuration) {
        var tag = tag(configuration);
        requireMatch(tag);
        requireNoneMatch(tag);
        return tag;
    }

    private void requireMatch(Optional<String> tag) {
        var condition = TagCondition.of(headers(), IF_MATCH);
        if (condition.isPresent() && !condition.get().fitsStrongly(tag)) {
            throw RequestException.preconditionFailed("'" + IF_MATCH + "' is of another state than this is in: "
                    + tag.map(now -> "its ETag is " + now + " now. Get it again, and see what somebody has changed.")
                            .orElse("there is none."));
        }
    }

    private void requireNoneMatch(Optional<String> tag) {
        if (TagCondition.of(headers(), IF_NONE_MATCH)
                .filter(condition -> condition.fits(tag))
                .isPresent()) {
            throw RequestException.preconditionFailed("It is there already, with the ETag " + tag.get() + ", and '"
                    + IF_NONE_MATCH + "' says that it is to stay as it is.");
        }
    }

    private MultiMap headers() {
        return request.getCurrent().request().headers();
    }

    private static <V> RestResponse<V> tagged(ResponseBuilder<V> answer, Optional<String> tag) {
        tag.ifPresent(text -> answer.header(HttpHeaders.ETAG, text));
        return answer.build();
    }

    private Optional<String> tag(Supplier<? extends Optional<?>> configuration) {
        return configuration.get().map(this::tagOf);
    }

    private String tagOf(Object configuration) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(configuration));
            return '"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is shown of a configuration can be written as JSON.", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}

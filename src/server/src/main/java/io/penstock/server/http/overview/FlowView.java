package io.penstock.server.http.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.DestinationKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A picture of who sends where and who reads it, as JSON.
 *
 * @param cut whether there is more than is shown
 */
public record FlowView(List<Node> nodes, List<Edge> edges, boolean cut) {

    /**
     * Who sends, what keeps messages, or who reads.
     *
     * @param id by which edges name it
     * @param kind what it is
     * @param name of the sender, destination, subscription or consumer
     * @param door that a sender comes through; absent of others
     * @param destinationKind absent of what is no destination
     * @param waiting messages of a destination or subscription that are not settled; absent of others
     */
    @Schema(name = "FlowNode")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Node(
            String id,

            @Schema(enumeration = {SENDER, DESTINATION, SUBSCRIPTION, CONSUMER})
            String kind,

            String name,

            @Nullable
            @Schema(enumeration = {"http", "remote", "jms", "connector", "listener", "application", "schedule"})
            String door,

            @Nullable DestinationKind destinationKind,
            @Nullable Long waiting) {}

    /**
     * A way that messages take.
     *
     * @param rate messages a second; absent where they are not counted
     */
    @Schema(name = "FlowEdge")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Edge(
            String from,
            String to,

            @Schema(enumeration = {SENDS, READS, BINDING, FORWARD, DEAD_LETTER})
            String kind,

            @Nullable Double rate) {}

    static final String SENDER = "sender";
    static final String DESTINATION = "destination";
    static final String SUBSCRIPTION = "subscription";
    static final String CONSUMER = "consumer";

    static final String SENDS = "sends";
    static final String READS = "reads";
    static final String BINDING = "binding";
    static final String FORWARD = "forward";
    static final String DEAD_LETTER = "dead-letter";
}

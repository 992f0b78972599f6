package io.penstock.server.sample;

import io.penstock.quarkus.JsonDocument;

import java.util.List;

/** The result of a sample; its public components are the fields of the JSON object. */
@JsonDocument
public interface Summary {

    /** Whether nothing was lost and everything is as it must be. */
    boolean passed();

    /** The lines that show the summary to a person. */
    List<String> lines();

    /** The page of the console that shows more of it, as it stands in the address behind the server's. */
    String whatToSee();
}

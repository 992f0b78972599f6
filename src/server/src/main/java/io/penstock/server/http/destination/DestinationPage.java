package io.penstock.server.http.destination;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;

/**
 * Lists destinations by name.
 *
 * @param next the name after which the next page begins; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DestinationPage(List<DestinationView> destinations, String next) {}

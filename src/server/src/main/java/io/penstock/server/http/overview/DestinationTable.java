package io.penstock.server.http.overview;

import java.util.List;

/**
 * A part of the table of destinations, as JSON.
 *
 * @param total the rows that the whole table has, of those that match what is searched
 */
public record DestinationTable(int total, List<DestinationRow> rows) {}

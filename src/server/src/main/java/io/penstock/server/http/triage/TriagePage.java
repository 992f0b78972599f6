package io.penstock.server.http.triage;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;

/**
 * Shows one page of dead letters, the latest death first.
 *
 * @param total letters that the search finds, on all pages
 * @param next the {@code after} of the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TriagePage(List<TriageLetterView> letters, int limit, long total, String next) {}

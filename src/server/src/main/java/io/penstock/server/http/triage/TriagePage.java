package io.penstock.server.http.triage;

import java.util.List;

/**
 * Shows one page of dead letters, the latest death first.
 *
 * @param total letters that the search finds
 */
public record TriagePage(List<TriageLetterView> letters, int page, int limit, long total) {}

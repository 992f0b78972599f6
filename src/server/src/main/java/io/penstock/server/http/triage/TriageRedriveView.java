package io.penstock.server.http.triage;

import io.penstock.postgres.triage.Triage;
import io.penstock.server.http.operation.OperationView;

import java.util.List;

/**
 * Shows what came of putting letters back.
 *
 * @param matched letters that were found
 * @param operations that put them back; their progress is at {@code /api/v1/operations/{id}}
 */
public record TriageRedriveView(long matched, List<OperationView> operations) {

    static TriageRedriveView of(Triage.Redriven redriven) {
        return new TriageRedriveView(
                redriven.matched(),
                redriven.operations().stream().map(OperationView::of).toList());
    }
}

package io.penstock.server.cli;

import io.penstock.broker.alert.AlertFile;
import org.junit.jupiter.api.Test;

import java.util.Collection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The journal cannot see who keeps files beside it, so it has their names written out. Were one of them changed alone,
 * {@code log repair} would take the file for one of the journal's own that somebody has renamed.
 */
class CompanionFilesTest {

    @Test
    void shouldBeKnownToTheJournalByTheNamesThatTheirOwnersUse() throws ReflectiveOperationException {
        var known = (Collection<?>) constant("io.penstock.journal.offline.UnknownFiles", "COMPANIONS");

        assertThat(known).map(String.class::cast).containsExactlyInAnyOrder(AlertFile.NAME, (String)
                constant("io.penstock.connector.tracing.AttemptFile", "NAME"));
    }

    private static Object constant(String type, String name) throws ReflectiveOperationException {
        var field = Class.forName(type).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }
}

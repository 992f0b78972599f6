package io.penstock.postgres.triage;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads letters with Panache, and writes what is decided about them. */
@ApplicationScoped
class TriageLetters implements PanacheRepositoryBase<TriageLetter, Long> {

    private static final String CHANGE = "with changed as (update " + TriageLetter.TABLE
            + " set status = :status, note = case when :note = '' then note else :note end, changed_at = now(),"
            + " changed_by = :actor where log_id = :logId and id in (:ids) returning id),"
            + " kept as (insert into " + TriageChange.TABLE + " (letter_id, actor, action, note)"
            + " select id, :actor, :status, :note from changed returning 1)"
            + " select count(*) from kept";

    /** The letters of a log that a search finds, the latest first. */
    PanacheQuery<TriageLetter> find(String logId, TriageSearch search) {
        return find(logId, search, null);
    }

    /** Those behind a place; all if it is null. */
    PanacheQuery<TriageLetter> find(String logId, TriageSearch search, @Nullable TriagePlace after) {
        var parameters = new HashMap<String, Object>();
        var condition = search.condition(logId, parameters);
        if (after != null) {
            condition += " and (diedAt < :afterTime or diedAt = :afterTime and id < :afterId)";
            parameters.put("afterTime", after.diedAt());
            parameters.put("afterId", after.id());
        }
        return find(condition, Sort.descending("diedAt", "id"), parameters);
    }

    List<TriageChange> changes(long letterId) {
        return getEntityManager()
                .createQuery("from TriageChange where letterId = :id order by id", TriageChange.class)
                .setParameter("id", letterId)
                .getResultList();
    }

    /**
     * Gives letters a status, and writes down who did. Returns how many there are.
     *
     * @param note empty to leave the note as it is
     */
    long change(String logId, Collection<Long> ids, TriageStatus status, String note, String actor) {
        if (ids.isEmpty()) {
            return 0;
        }
        var changed = getEntityManager()
                .createNativeQuery(CHANGE)
                .unwrap(NativeQuery.class)
                .addSynchronizedQuerySpace(TriageLetter.TABLE)
                .addSynchronizedQuerySpace(TriageChange.TABLE)
                .setParameter("status", status.name())
                .setParameter("note", note)
                .setParameter("actor", actor)
                .setParameter("logId", logId)
                .setParameter("ids", ids)
                .getSingleResult();
        return ((Number) changed).longValue();
    }
}

package io.penstock.broker.share;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class AssignmentTest {

    private final Assignment<String> assignment = new Assignment<>(4);

    private List<String> owners() {
        return IntStream.range(0, 4).mapToObj(assignment::owner).toList();
    }

    private void releaseAll() {
        IntStream.range(0, 4).forEach(assignment::released);
    }

    @Test
    void shouldShareEvenlyAndMoveAsFewAsPossible() {
        assignment.share(List.of("a"));
        releaseAll();
        assertThat(owners()).containsOnly("a");

        assignment.share(List.of("a", "b"));
        releaseAll();
        assertThat(owners()).containsExactly("a", "a", "b", "b");

        assignment.share(List.of("a", "b", "c"));
        releaseAll();
        assertThat(owners()).filteredOn("a"::equals).hasSizeBetween(1, 2);
        assertThat(owners()).containsSubsequence("a", "b").contains("c");
    }

    @Test
    void shouldServeAMovingPartitionToNobodyUntilItIsReleased() {
        assignment.share(List.of("a"));
        releaseAll();
        assignment.share(List.of("a", "b"));

        assertThat(assignment.owner(0)).isEqualTo("a");
        assertThat(assignment.owner(3)).isNull();
        assertThat(assignment.released(3)).isTrue();
        assertThat(assignment.owner(3)).isEqualTo("b");
        assertThat(assignment.released(3)).isFalse();
    }

    @Test
    void shouldLeaveExtraMembersWithoutAPartition() {
        assignment.share(List.of("a", "b", "c", "d", "e"));
        releaseAll();
        assertThat(owners()).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(assignment.owned("e")).isZero();

        assignment.share(List.of("a", "b", "d", "e"));
        releaseAll();
        assertThat(assignment.owned("e")).isEqualTo(1);
    }

    @Test
    void shouldStayBalancedAndStickyWhoeverComesAndGoes() {
        var random = new Random(17);
        var many = new Assignment<Integer>(13);
        var members = new ArrayList<Integer>();
        for (int i = 0; i < 5_000; i++) {
            var before = IntStream.range(0, 13).mapToObj(many::owner).toList();
            int sizeBefore = members.size();
            if (members.isEmpty() || random.nextInt(3) > 0 && members.size() < 20) {
                members.add(i);
            } else {
                members.remove(random.nextInt(members.size()));
            }
            many.share(members);
            IntStream.range(0, 13).forEach(many::released);
            var shares = members.stream().mapToLong(many::owned).summaryStatistics();
            assertThat(members.isEmpty() ? 13 : shares.getSum()).isEqualTo(13);
            assertThat(members.isEmpty() ? 0 : shares.getMax() - shares.getMin())
                    .isLessThanOrEqualTo(1);
            long moved = IntStream.range(0, 13)
                    .filter(p -> before.get(p) != null && members.contains(before.get(p)))
                    .filter(p -> !Objects.equals(before.get(p), many.owner(p)))
                    .count();
            // Only what the newcomer gets is taken from somebody who stays.
            assertThat(moved).isLessThanOrEqualTo(members.size() > sizeBefore ? 13 / members.size() + 1 : 0);
        }
    }
}

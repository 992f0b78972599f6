package io.penstock.server.cli;

import io.penstock.broker.entry.EntryView;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionNamesTest {

    private final PartitionNames names = new PartitionNames();

    private void declared(String name, int first, int partitions, int priorities) {
        var fields = new LinkedHashMap<String, Object>(
                Map.of("name", name, "firstPartition", first, "partitions", partitions, "priorities", priorities));
        names.learn(new EntryView(EntryView.DESTINATION_DECLARED, fields));
    }

    private void growing(int first, int partitions, int firstNew) {
        var fields = new LinkedHashMap<String, Object>(
                Map.of("firstPartition", first, "partitions", partitions, "firstNewPartition", firstNew));
        names.learn(new EntryView(EntryView.DESTINATION_GROWING, fields));
    }

    @Test
    void shouldNameThePartitionsOfADestinationThatHasGrown() {
        declared("orders", 0, 2, 1);
        declared("prices", 2, 1, 1);
        growing(0, 4, 3);
        growing(0, 5, 5);

        assertThat(names.name(1)).isEqualTo("orders/1");
        assertThat(names.name(2)).isEqualTo("prices/0");
        assertThat(names.name(3)).isEqualTo("orders/2");
        assertThat(names.name(4)).isEqualTo("orders/3");
        assertThat(names.name(5)).isEqualTo("orders/4");
        assertThat(names.name(6)).isNull();
    }

    @Test
    void shouldCountLanes() {
        declared("orders", 0, 1, 3);
        growing(0, 2, 3);

        assertThat(names.name(2)).isEqualTo("orders/2");
        assertThat(names.name(5)).isEqualTo("orders/5");
    }

    @Test
    void shouldStayWithWhatIsKnownWhenPoliciesAreDeclaredAnew() {
        declared("orders", 0, 1, 1);
        declared("prices", 1, 1, 1);
        growing(0, 2, 2);
        declared("orders", 0, 2, 1);

        assertThat(names.name(1)).isEqualTo("prices/0");
        assertThat(names.name(2)).isEqualTo("orders/1");
    }
}

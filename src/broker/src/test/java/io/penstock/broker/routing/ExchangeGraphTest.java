package io.penstock.broker.routing;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.PenstockException;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.RoutingEntry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExchangeGraphTest {

    private final RoutingTable table = new RoutingTable();

    private void declare(String name, String alternate) {
        table.apply(new RoutingEntry.ExchangeDeclared(Destination.exchange(
                        name,
                        Exchange.of(ExchangeType.FANOUT).alternate(alternate).build())
                .build()));
    }

    private void bind(String from, String to) {
        table.apply(new RoutingEntry.Bound(Binding.all(from, to).build()));
    }

    private void check(String from, String to) {
        new ExchangeGraph(table).checkEdge(from, to);
    }

    @Test
    void shouldNameTheCircle() {
        declare("a", null);
        declare("b", null);
        declare("c", null);
        bind("a", "b");
        bind("b", "queue");
        bind("b", "c");

        assertThatThrownBy(() -> check("c", "a"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("c -> a -> b -> c");
        assertThatThrownBy(() -> check("a", "a")).hasMessageContaining("a -> a");
        assertThatCode(() -> check("a", "c")).doesNotThrowAnyException();
    }

    @Test
    void shouldFollowAlternates() {
        declare("a", "b");
        declare("b", null);

        assertThatThrownBy(() -> check("b", "a")).hasMessageContaining("b -> a -> b");
    }

    @Test
    void shouldForgetWaysThatAreGone() {
        declare("a", null);
        declare("b", null);
        bind("a", "b");
        table.apply(new RoutingEntry.Unbound(Binding.all("a", "b").build()));
        assertThatCode(() -> check("b", "a")).doesNotThrowAnyException();

        bind("a", "b");
        table.apply(new RoutingEntry.ExchangeDeleted("b"));
        declare("b", null);
        assertThatCode(() -> check("b", "a")).doesNotThrowAnyException();
    }

    @Test
    void shouldBoundTheWay() {
        for (int i = 1; i <= EngineBounds.EXCHANGE_HOPS + 1; i++) {
            declare("x" + i, null);
        }
        for (int i = 1; i < EngineBounds.EXCHANGE_HOPS; i++) {
            check("x" + i, "x" + (i + 1));
            bind("x" + i, "x" + (i + 1));
        }

        assertThatThrownBy(() -> check("x" + EngineBounds.EXCHANGE_HOPS, "x" + (EngineBounds.EXCHANGE_HOPS + 1)))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("x1 -> x2")
                .hasMessageContaining("limit is 8");
        assertThatThrownBy(() -> check("x9", "x1")).hasMessageContaining("x9 -> x1");
        assertThatCode(() -> check("x9", "x2")).doesNotThrowAnyException();
    }
}

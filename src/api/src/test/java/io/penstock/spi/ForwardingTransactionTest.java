package io.penstock.spi;

import io.penstock.Transaction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ForwardingTransactionTest {

    private final List<String> calls = new ArrayList<>();

    private final Transaction recording = (Transaction) Proxy.newProxyInstance(
            Transaction.class.getClassLoader(), new Class<?>[] {Transaction.class}, (proxy, method, arguments) -> {
                calls.add(method.toGenericString());
                return method.getReturnType() == CompletionStage.class ? CompletableFuture.completedFuture(null) : null;
            });

    private final class Plain extends ForwardingTransaction {
        Plain() {
            super(recording);
        }
    }

    /** A method that is added to transactions and forgotten here would not compile; one that goes elsewhere would. */
    @TestFactory
    Stream<DynamicTest> shouldForward() {
        return Arrays.stream(Transaction.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(method -> DynamicTest.dynamicTest(method.toGenericString(), () -> {
                    calls.clear();
                    method.invoke(new Plain(), arguments(method));
                    assertThat(calls).containsExactly(method.toGenericString());
                }));
    }

    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type == long.class ? (Object) 1L : null)
                .toArray();
    }

    @Test
    void shouldCommitByWhatASubclassMakesOfIt() {
        var committed = new ArrayList<String>();
        new ForwardingTransaction(recording) {
            @Override
            public CompletionStage<Void> commitAsync() {
                committed.add("changed");
                return delegate().commitAsync();
            }
        }.commit();
        assertThat(committed).containsExactly("changed");
        assertThat(calls).singleElement().asString().contains("commitAsync");
    }
}

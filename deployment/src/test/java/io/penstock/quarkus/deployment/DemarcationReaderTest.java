package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.MessageDrivenBean.Demarcation;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of beans in an application without a transaction manager, which the other tests have. */
class DemarcationReaderTest {

    @Test
    void shouldRefuseTransactionsThatNobodyManages() {
        for (var type : new Class<?>[] {Silent.class, Own.class}) {
            assertThatThrownBy(() -> read(type, false))
                    .isInstanceOf(InvalidListener.class)
                    .hasMessageContaining(type.getSimpleName())
                    .hasMessageContaining("add the dependency io.quarkus:quarkus-narayana-jta");
        }
    }

    @Test
    void shouldRunWithoutTransactionsWhereNoneAreSupported() throws Exception {
        assertThat(read(Without.class, false)).isEqualTo(Demarcation.NONE);
    }

    @Test
    void shouldLetTheMethodBeatTheClass() throws Exception {
        assertThat(read(Method.class, true)).isEqualTo(Demarcation.CONTAINER);
    }

    @Test
    void shouldLetTheContainerManageWhatSaysNothing() throws Exception {
        assertThat(read(Silent.class, true)).isEqualTo(Demarcation.CONTAINER);
        assertThat(read(Own.class, true)).isEqualTo(Demarcation.BEAN);
    }

    private static Demarcation read(Class<?> bean, boolean transactions) throws InvalidListener, IOException {
        var type = Index.of(bean).getClassByName(bean);
        return new DemarcationReader(transactions).read(type.firstMethod("onMessage"), type);
    }

    static class Silent {
        public void onMessage(Message message) {}
    }

    @TransactionManagement(TransactionManagementType.BEAN)
    static class Own {
        public void onMessage(Message message) {}
    }

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    static class Without {
        public void onMessage(Message message) {}
    }

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    static class Method {
        @TransactionAttribute(TransactionAttributeType.REQUIRED)
        public void onMessage(Message message) {}
    }
}

package io.penstock.quarkus.jta;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** A transaction manager whose one transaction has the status that a test gives it. */
public final class ScriptedTransactions {

    public int status = Status.STATUS_NO_TRANSACTION;

    private final Map<Object, Object> kept = new HashMap<>();
    private XAResource enlisted;

    public JtaTransactions transactions() {
        return new JtaTransactions(
                instance(manager()),
                instance(proxy(TransactionSynchronizationRegistry.class, this::registry)),
                instance(null));
    }

    /** Ends what the transaction has done. */
    public void rollback() throws XAException {
        if (enlisted != null) {
            enlisted.end(TestBranch.ID, XAResource.TMFAIL);
            enlisted.rollback(TestBranch.ID);
            enlisted = null;
            kept.clear();
        }
    }

    private TransactionManager manager() {
        var transaction = proxy(Transaction.class, (method, arguments) -> {
            enlisted = (XAResource) arguments[0];
            enlisted.start(TestBranch.ID, XAResource.TMNOFLAGS);
            return true;
        });
        return proxy(TransactionManager.class, (method, arguments) -> transaction);
    }

    private Object registry(String method, Object[] arguments) {
        return switch (method) {
            case "getTransactionStatus" -> status;
            case "getResource" -> kept.get(arguments[0]);
            case "putResource" -> kept.put(arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private interface Script {
        Object call(String method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Script script) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> script.call(method.getName(), arguments)));
    }

    /** @param bean null for none */
    @SuppressWarnings("unchecked")
    private static <T> Instance<T> instance(Object bean) {
        return (Instance<T>)
                proxy(Instance.class, (method, arguments) -> method.equals("isResolvable") ? bean != null : bean);
    }
}

package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.jms.xa.BranchResource;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Does what a transaction manager does, with one branch. */
final class TestBranch implements Xid {

    static final Xid ID = new TestBranch();

    private TestBranch() {}

    static BranchResource begun(Broker broker) {
        try {
            var resource = new BranchResource(broker);
            resource.start(ID, XAResource.TMNOFLAGS);
            return resource;
        } catch (XAException e) {
            throw new AssertionError(e);
        }
    }

    static int prepare(BranchResource resource) throws XAException {
        resource.end(ID, XAResource.TMSUCCESS);
        return resource.prepare(ID);
    }

    static void commit(BranchResource resource) throws XAException {
        resource.end(ID, XAResource.TMSUCCESS);
        resource.commit(ID, true);
    }

    static void rollback(BranchResource resource) throws XAException {
        resource.end(ID, XAResource.TMFAIL);
        resource.rollback(ID);
    }

    @Override
    public int getFormatId() {
        return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return new byte[] {1};
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[0];
    }
}

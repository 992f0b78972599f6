package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.jms.xa.BranchResource;

/** Makes the XA resource that is enlisted with the transaction manager, in the form that the manager wants. */
interface BranchResources {

    BranchResource of(Broker broker);
}

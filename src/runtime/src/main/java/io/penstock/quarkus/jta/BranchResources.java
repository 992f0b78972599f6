package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.jms.xa.BranchResource;

/** Makes what is enlisted with the transaction manager, as that manager wants it. */
interface BranchResources {

    BranchResource of(Broker broker);
}

/**
 * Penstock takes part in JTA transactions: {@link io.penstock.quarkus.jta.JtaTransactions} finds the branch of the
 * thread's transaction, and {@link io.penstock.quarkus.jta.JtaBroker} puts into it what is sent and accepted meanwhile.
 * The package has no effect in an application without a transaction manager.
 */
package io.penstock.quarkus.jta;

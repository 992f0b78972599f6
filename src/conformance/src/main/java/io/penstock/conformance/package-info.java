/**
 * The conformance suite tests what every {@link io.penstock.Broker} has to do, with JUnit: extend the class of each
 * part and say how the engine is opened. See {@link io.penstock.conformance.BrokerConformance}.
 */
package io.penstock.conformance;

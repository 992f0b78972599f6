/**
 * The extension gives a Quarkus application, at run time, the broker as a bean, senders of objects, configuration, and
 * a life from start to drain. Behind it: {@link io.penstock.quarkus.listener} calls annotated methods and
 * message-driven beans, {@link io.penstock.quarkus.jms} is what is injected of Jakarta Messaging, {@link
 * io.penstock.quarkus.jta} takes part in transactions, {@code health} and {@code metrics} report.
 */
package io.penstock.quarkus;

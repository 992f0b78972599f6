/**
 * Gives a Quarkus application the broker as a bean, senders of objects, and a life from start to drain. Further
 * packages hold the rest: {@code config} maps the configuration, {@link io.penstock.quarkus.listener} calls annotated
 * methods and message-driven beans, {@link io.penstock.quarkus.jms} injects Jakarta Messaging,
 * {@link io.penstock.quarkus.jta} takes part in JTA transactions, {@code health} and {@code metrics} report.
 */
package io.penstock.quarkus;

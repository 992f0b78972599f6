/**
 * Gives Jakarta Messaging to plain Java and Spring: a broker in this process and its connection factory as one object,
 * and by JNDI names.
 */
package io.penstock.embedded;

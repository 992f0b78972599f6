/**
 * Plain Java and Spring get Jakarta Messaging here: a broker in this process and its connection factory as one object,
 * and by JNDI names.
 */
package io.penstock.embedded;

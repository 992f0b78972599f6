/** Events that applications observe: of listeners, and of the broker. */
package io.penstock.quarkus.event;

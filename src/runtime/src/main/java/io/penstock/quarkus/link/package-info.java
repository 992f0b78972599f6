/** Connects the broker of an application with those of other processes over TCP, in both directions. */
package io.penstock.quarkus.link;

/** A Quarkus application that measures itself: listeners, channels, and the broker's own API beside them. */
package io.penstock.bench.application;

/** Opens the log, applies what it holds to the state of the broker, and takes snapshots of that state. */
package io.penstock.broker.recovery;

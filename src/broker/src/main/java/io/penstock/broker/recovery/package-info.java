/** Recovery makes state of the log: it opens the log, applies what it holds, and takes snapshots of the state. */
package io.penstock.broker.recovery;

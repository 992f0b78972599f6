/** From the log to state, and back: opening a log, applying what it holds, and taking snapshots. */
package io.penstock.broker.recovery;

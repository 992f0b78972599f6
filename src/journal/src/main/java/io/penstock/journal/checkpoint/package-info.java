/** Checkpoints are snapshots of state, from which a start goes on instead of reading the whole journal. */
package io.penstock.journal.checkpoint;

/** Group commit: appends queue up, share a frame, and are told when it is written or forced. */
package io.penstock.journal.commit;

/** The benchmark measures the log and the broker, and what the disk could do, in one run. */
package io.penstock.bench;

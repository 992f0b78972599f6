/** Storages that fail as disks do, for tests of whatever writes to one. */
package io.penstock.conformance.fault;

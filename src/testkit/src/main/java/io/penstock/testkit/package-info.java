/**
 * The test kit, which makes tests fast and deterministic: a clock that tests move, a storage that fails as disks do,
 * and the conformance suite for brokers.
 */
package io.penstock.testkit;

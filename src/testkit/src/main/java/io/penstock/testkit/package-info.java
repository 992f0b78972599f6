/**
 * Tests of applications: a broker in memory whose time a test moves, its extension of JUnit, and assertions on queues
 * and dead letters.
 */
@NullMarked
package io.penstock.testkit;

import org.jspecify.annotations.NullMarked;

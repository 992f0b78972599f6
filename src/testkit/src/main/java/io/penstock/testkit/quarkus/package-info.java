/** Tests of applications with {@code @QuarkusTest}: their broker, its time, and how it is emptied. */
@NullMarked
package io.penstock.testkit.quarkus;

import org.jspecify.annotations.NullMarked;

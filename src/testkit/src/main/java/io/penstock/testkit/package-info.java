/** The test kit makes tests fast and deterministic, for Penstock's own and for its users'. */
package io.penstock.testkit;

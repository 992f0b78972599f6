/** What both ends of a connection need: bytes that go out, credit, proofs of a shared key, threads. */
@NullMarked
package io.penstock.remote.connection;

import org.jspecify.annotations.NullMarked;

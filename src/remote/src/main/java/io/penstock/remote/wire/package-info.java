/** The wire format: frames, calls, and how each value of the API is written. See docs/remote.md. */
@NullMarked
package io.penstock.remote.wire;

import org.jspecify.annotations.NullMarked;

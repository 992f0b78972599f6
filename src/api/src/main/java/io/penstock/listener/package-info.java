/**
 * Annotations by which an application makes methods of its beans listeners, with their retries and dead letters, and
 * access to the delivery that a listener handles.
 */
@NullMarked
package io.penstock.listener;

import org.jspecify.annotations.NullMarked;

/**
 * What an application annotates its beans with: listeners, their retries and dead letters, and the delivery that a
 * listener handles.
 */
@NullMarked
package io.penstock.listener;

import org.jspecify.annotations.NullMarked;

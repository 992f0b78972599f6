/**
 * An application annotates its beans with what is here: listeners, their retries and dead letters. A listener also
 * finds the delivery that it handles.
 */
@NullMarked
package io.penstock.listener;

import org.jspecify.annotations.NullMarked;

/** The broker as a caller may use it: every way into it is checked here, in one place for all doors. */
@NullMarked
package io.penstock.security.view;

import org.jspecify.annotations.NullMarked;

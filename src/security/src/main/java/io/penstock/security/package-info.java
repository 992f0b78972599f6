/**
 * Who somebody is and what they may do: users and their passwords, roles, permissions for each destination, and the
 * protection against guessing; and the broker as a caller may use it, which is checked in one place for all doors.
 */
@NullMarked
package io.penstock.security;

import org.jspecify.annotations.NullMarked;

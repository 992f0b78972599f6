/**
 * Who somebody is and what they may do: users and their passwords, roles, permissions for each destination, and the
 * protection against guessing. What is done with that is in {@link io.penstock.security.view}.
 */
@NullMarked
package io.penstock.security;

import org.jspecify.annotations.NullMarked;

/** Names and passwords of users, and the hashes that protect the passwords. */
package io.penstock.jms.security;

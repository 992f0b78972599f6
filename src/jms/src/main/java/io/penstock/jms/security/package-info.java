/** Users and their passwords. */
package io.penstock.jms.security;

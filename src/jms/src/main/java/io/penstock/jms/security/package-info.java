/** Users are known by name and password. */
package io.penstock.jms.security;

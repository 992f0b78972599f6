/** Users and permissions of the application, made from its configuration. */
package io.penstock.quarkus.security;

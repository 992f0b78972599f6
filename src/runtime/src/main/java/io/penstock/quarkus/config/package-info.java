/** The configuration of Penstock in an application: what can be set, and how an invalid value is named. */
package io.penstock.quarkus.config;

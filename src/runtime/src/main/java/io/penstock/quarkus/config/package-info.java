/** The configuration says what an application can set, and names an invalid value. */
package io.penstock.quarkus.config;

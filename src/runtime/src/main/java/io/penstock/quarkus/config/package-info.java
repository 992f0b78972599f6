/**
 * The configuration of Penstock in a Quarkus application: mappings for its properties, and checks that name an invalid
 * value.
 */
package io.penstock.quarkus.config;

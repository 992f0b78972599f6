/** Objects as bodies of messages: their types, on the way from the build, and their JSON. */
package io.penstock.quarkus.payload;

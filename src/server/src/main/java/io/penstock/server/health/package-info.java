/** What the server's health says beside that of the broker. */
package io.penstock.server.health;

/** Attribute reads the attributes of a channel, and says what is wrong with them. */
package io.penstock.connector.attribute;

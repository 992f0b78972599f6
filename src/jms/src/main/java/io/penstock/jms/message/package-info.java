/** The five types of messages: making them, converting their values, and encoding them as messages of the broker. */
package io.penstock.jms.message;

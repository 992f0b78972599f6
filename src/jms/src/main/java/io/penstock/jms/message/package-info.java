/** The five types of messages, the conversion of their values, and their encoding in messages of the broker. */
package io.penstock.jms.message;

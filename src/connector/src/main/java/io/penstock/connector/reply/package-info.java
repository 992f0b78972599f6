/** Reply tells replies that report a failure from those that answer. */
package io.penstock.connector.reply;

/** Makes text that others wrote fit for a terminal, a log and a program that reads lines. */
package io.penstock.server.text;

/** Payloads tells what methods and injected channels take as payloads, and reads and writes it as JSON. */
package io.penstock.connector.payload;

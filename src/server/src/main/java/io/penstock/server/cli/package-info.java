/** The command line: it parses what is asked for, and starts what does it. */
package io.penstock.server.cli;

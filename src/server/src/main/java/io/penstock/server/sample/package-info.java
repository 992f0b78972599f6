/** What the samples share: sending, watching, counting, and learning from the log how far a killed run had come. */
package io.penstock.server.sample;

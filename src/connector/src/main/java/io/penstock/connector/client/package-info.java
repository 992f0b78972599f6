/** Clients are the channels as code of the application controls them: pause, seek, and who owns which partition. */
package io.penstock.connector.client;

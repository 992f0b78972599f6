/** Completes the description of the API that is made of the resources. */
package io.penstock.server.http.openapi;

/** What the Dev UI of Quarkus shows of the broker and asks it to do, in development only. */
package io.penstock.quarkus.devui;

package io.penstock.server.http.access;

import java.util.function.Function;

/**
 * A row of the table: an endpoint, who may use it, and with which status.
 *
 * @param endpoint method and path, as the API's document has them
 * @param body null for none
 * @param before makes what has to be there, and tells the path
 * @param unseen the status for those who may do nothing there: 404 where it is not told what exists
 */
record Row(
        String endpoint,
        Need need,
        int status,
        int refused,
        int unseen,
        Function<Fixture, String> body,
        Function<Fixture, String> before) {

    static Row of(String endpoint, Need need, int status, String body, Function<Fixture, String> before) {
        return new Row(endpoint, need, status, 403, 403, fixture -> body, before);
    }

    static Row of(String endpoint, Need need, int status, Function<Fixture, String> before) {
        return of(endpoint, need, status, null, before);
    }

    Row withBody(Function<Fixture, String> made) {
        return new Row(endpoint, need, status, refused, unseen, made, before);
    }

    /** It is hidden from those who may do nothing there. */
    Row hidden() {
        return new Row(endpoint, need, status, refused, 404, body, before);
    }

    /** It is hidden from all who may not do it. */
    Row hiddenUnlessAllowed() {
        return new Row(endpoint, need, status, 404, 404, body, before);
    }

    String method() {
        return endpoint.substring(0, endpoint.indexOf(' '));
    }

    int expected(String user, String beginning) {
        if (need.isMet(user, beginning)) {
            return status;
        }
        return Need.ANY.isMet(user, beginning) ? refused : unseen;
    }
}

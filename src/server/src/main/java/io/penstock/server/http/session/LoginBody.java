package io.penstock.server.http.session;

/** The name and the password of somebody who logs in. */
public record LoginBody(String user, String password) {

    /** Without the password: it must not come into a log. */
    @Override
    public String toString() {
        return "LoginBody[user=" + user + "]";
    }
}

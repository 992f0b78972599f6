package io.penstock.server.http.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jakarta.inject.Qualifier;

/**
 * Marks the broker as the caller of the current request may use it. Everything that answers requests injects this one.
 * It is there while the request is, and only for it: where there is none, or its caller was not checked, using it
 * fails.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.FIELD, ElementType.TYPE})
public @interface CallersView {}

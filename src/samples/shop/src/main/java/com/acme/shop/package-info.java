/**
 * A shop that does six things with one message log, a package for each: {@code orders} decouples departments and
 * buffers a spike, {@code catalog} works in the background and tells how far it is, {@code stock} keeps events and
 * projects them, {@code offers} fans out, {@code billing} reminds later and reports daily, and {@code shipping} tries
 * again and gives up properly. {@code demo} shows all of it on a machine that has nothing but a JDK.
 */
package com.acme.shop;

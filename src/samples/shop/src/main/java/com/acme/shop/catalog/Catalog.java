package com.acme.shop.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A catalog that is being made, and how far it is. */
@Entity
public class Catalog extends PanacheEntityBase {

    @Id
    public String id;

    public int pages;
    public int done;
    public long bytes;

    protected Catalog() {}

    Catalog(String id, int pages) {
        this.id = id;
        this.pages = pages;
    }
}

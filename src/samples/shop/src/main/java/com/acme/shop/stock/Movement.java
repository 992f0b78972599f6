package com.acme.shop.stock;

/** Something that happened to an article: so many came in, or went out if the number is negative. */
public record Movement(String article, int pieces) {

    public Movement {
        if (article == null || article.isBlank()) {
            throw new IllegalArgumentException("a movement needs an article");
        }
    }
}

package io.anyloop.beer;

/// An order, `ordered` first and `served` in the end.
record Order(long id, int beer, String guest, String state) {}

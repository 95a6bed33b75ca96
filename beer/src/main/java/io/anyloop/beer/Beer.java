package io.anyloop.beer;

/// A beer on the list.
///
/// @param left how many glasses are left
record Beer(int id, String name, int left) {}

/// Greenlets that are cut off at random moments within other people's libraries, and what becomes of them, of the libraries and of
/// those who are not cut off.
package io.anyloop.integration.cuts;

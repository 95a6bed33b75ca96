/// Small programs that a person would want to run: `./anyloop example` lists them. Each is one file of under 80 lines, written as
/// one would write it without greenlets, one greenlet for each thing that goes on.
package io.anyloop.examples.programs;

package io.anyloop.tck.setup;

/// What makes a host unable to carry greenlets (rule 4.6).
public enum UnfitHost {
    /// Its thread is a virtual thread. The guest is to hear a message with the word "virtual".
    VIRTUAL_THREAD,

    /// It runs tasks on two threads at once. The guest is to hear a message with the words "two
    /// threads" or "one thread".
    TWO_THREADS
}

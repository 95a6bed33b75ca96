package sun.nio.ch;

import java.io.IOException;

/// A hub, as the JDK's waits see it: the scheduler of the virtual thread that waits. Anyloop's own scheduler has these
/// methods; the agent adds the interface to it when it is loaded, in whatever class loader.
///
/// All are called in a virtual thread of the hub's, on the hub's thread unless that has lent out its work.
public interface AnyloopPort {

    /// Waits until a descriptor may be ready, once: may return early.
    ///
    /// @param descriptor the system's number
    /// @param reads whether to wait for something to read, else for room to write
    /// @param nanos at most so long, 0 without limit
    /// @param closes how often the number had been closed, or [AnyloopHook#UNKNOWN]: then nothing may be kept for it
    /// @return false, at once, if this hub cannot wait for it: then the JDK has to
    /// @throws IOException if the system cannot wait for it; and whatever is thrown into the greenlet meanwhile
    boolean awaitDescriptor(int descriptor, boolean reads, long nanos, int closes)
            throws IOException;

    /// Waits until a read would not block, as far as that can be waited for: not for a regular file, for example.
    void awaitReadable(int descriptor);

    /// Whether a read would find nothing, for sure.
    boolean isDrained(int descriptor, int closes);

    /// Hears of a read.
    ///
    /// @param got what the system said: a count, 0 or less for an end, an error or "nothing there"
    /// @param asked how much there was room for
    void hasRead(int descriptor, int got, int asked, int closes);

    /// A socket, a server's, one of datagrams.
    int SOCKET = 0;

    /// A channel that is a conversation.
    int STREAM_CHANNEL = 1;

    /// Another channel of the network.
    int CHANNEL = 2;

    /// A channel within the process.
    int PIPE = 3;

    /// A selector.
    int SELECTOR = 4;

    /// Hears what is thrown out of such a wait. If the greenlet was cut off there, the port remembers whose wait it was until
    /// [#takeThrown].
    ///
    /// @param kind what has waited
    /// @return the exception; or, if the greenlet was cut off, what the JDK documents for what has waited
    Throwable noteThrown(Throwable exception, Object socket, int kind);

    /// What is to be thrown since the greenlet was cut off at a wait of this socket's, or null. Forgets it.
    ///
    /// @param kind what the caller waits with
    Throwable takeThrown(Object socket, int kind);

    /// Why a socket must not be used any more, though it is whole.
    ///
    /// @return the reason, for people; null if the greenlet has said that it may be
    String abandons();

    /// The calling virtual thread was interrupted while it waited for another that uses the same socket. Throws what is due for it,
    /// as the JDK documents for what waits, if there is anything.
    ///
    /// @param kind what it waits with
    /// @param nanos how long it has waited
    void cutOffInLine(int kind, long nanos);

    /// Whether the calling virtual thread may have run for so long that it is to give way. Asked at each call.
    boolean isToGiveWay();

    /// Gives way, if it has, in a call that may wait.
    ///
    /// @param mayThrow whether what is thrown into the greenlet may come out of here
    void giveWayAtWait(boolean mayThrow);

    /// Gives way, if it has, in a call on a file.
    void giveWayAtFile();

    /// The calling virtual thread is about to stop its platform thread. May be nested.
    void beginStuck();

    /// It goes on, and may have to wait until its platform thread may carry on.
    ///
    /// @param parkThread parks the platform thread until somebody unparks that, or for no reason
    void endStuck(Runnable parkThread);

    /// A call in which a virtual thread leaves its platform thread by itself, unless it is pinned.
    int PARKS = 0;

    /// A call that may block the platform thread, and is short as a rule.
    int MAY_BLOCK = 1;

    /// A call that is made to wait, for somebody else's lock for example, and blocks the platform thread meanwhile.
    int BLOCKS = 2;

    /// The calling virtual thread begins a call that may block its platform thread. When this returns it may be on another one.
    ///
    /// @param kind of the call
    /// @return whether somebody looks after it
    boolean beginCall(int kind);

    /// The call has ended.
    ///
    /// @param parkThread as for [#endStuck]
    void endCall(Runnable parkThread);

    /// The calling virtual thread makes another, which will run on this hub as well.
    ///
    /// @param task what that is to run
    /// @return what it is to run instead
    Runnable forked(Runnable task);
}

package io.anyloop.loop.iocp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// One library of the system, and how its functions are bound.
final class NativeCalls {
    private final String library;
    private final SymbolLookup symbols;

    @SuppressWarnings("restricted")
    NativeCalls(String library) {
        this.library = library;
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
    }

    @SuppressWarnings("restricted")
    MethodHandle bind(String function, FunctionDescriptor type, Linker.Option... options) {
        MemorySegment address =
                symbols.find(function)
                        .orElseThrow(() ->
                                new UnsatisfiedLinkError(
                                        "%s has no function %s.".formatted(library, function)));
        return Linker.nativeLinker().downcallHandle(address, type, options);
    }

    /// What is thrown by a call that can throw nothing.
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("A call of the system threw " + thrown, thrown);
    }

    /// Room for the error number that a call leaves behind. The virtual machine makes calls of its own
    /// between two of ours, so it must be saved at once. One thread at a time.
    static final class LastError {
        private static final StructLayout STATE = Linker.Option.captureStateLayout();

        /// For calls that leave it by SetLastError.
        static final Linker.Option SAVED = Linker.Option.captureCallState("GetLastError");

        /// For calls of Winsock.
        static final Linker.Option SAVED_BY_WINSOCK =
                Linker.Option.captureCallState("WSAGetLastError");

        final MemorySegment state;

        LastError(Arena arena) {
            state = arena.allocate(STATE);
        }

        int win32() {
            return get("GetLastError");
        }

        int winsock() {
            return get("WSAGetLastError");
        }

        private int get(String name) {
            return state.get(
                    ValueLayout.JAVA_INT,
                    STATE.byteOffset(MemoryLayout.PathElement.groupElement(name)));
        }
    }
}

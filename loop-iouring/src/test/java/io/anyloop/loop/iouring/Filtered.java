package io.anyloop.loop.iouring;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// A program that forbids itself io_uring_setup by a filter of system calls (seccomp(2)), for all its threads, and then says
/// what the provider makes of it.
final class Filtered {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int RET_ALLOW = 0x7fff0000;
    private static final int RET_EPERM = 0x00050001;
    private static final int IO_URING_SETUP = 425; // everywhere

    private static final short LOAD_WORD = 0x20;
    private static final short JUMP_IF_EQUAL = 0x15;
    private static final short RETURN = 0x06;

    private Filtered() {}

    static void main() throws Throwable {
        boolean intel = System.getProperty("os.arch").equals("amd64");
        try (var arena = Arena.ofConfined()) {
            call(intel ? 157 : 167, PR_SET_NO_NEW_PRIVS, 1, MemorySegment.NULL);
            call(
                    intel ? 317 : 277,
                    SECCOMP_SET_MODE_FILTER,
                    SECCOMP_FILTER_FLAG_TSYNC,
                    program(arena));
        }
        var provider = new IoUringLoopProvider();
        IO.println(provider.availability());
        try {
            provider.open();
        } catch (IllegalStateException e) {
            IO.println("refused to open: " + e.getMessage());
        }
    }

    @SuppressWarnings("restricted")
    private static void call(long number, long first, long second, MemorySegment third)
            throws Throwable {
        var linker = Linker.nativeLinker();
        MethodHandle syscall =
                linker.downcallHandle(
                        linker.defaultLookup().find("syscall").orElseThrow(),
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG,
                                JAVA_LONG));
        long result = (long) syscall.invokeExact(number, first, second, third, 0L, 0L);
        if (result != 0) {
            throw new IllegalStateException("call %d gave %d".formatted(number, result));
        }
    }

    /// struct sock_fprog: the call's number is the first word that a filter sees.
    private static MemorySegment program(Arena arena) {
        MemorySegment code = arena.allocate(4 * 8, 8);
        instruction(code, 0, LOAD_WORD, 0, 0);
        instruction(code, 1, JUMP_IF_EQUAL, 1, IO_URING_SETUP);
        instruction(code, 2, RETURN, 0, RET_ALLOW);
        instruction(code, 3, RETURN, 0, RET_EPERM);
        MemorySegment program = arena.allocate(16, 8);
        program.set(JAVA_SHORT, 0, (short) 4);
        program.set(ADDRESS, 8, code);
        return program;
    }

    private static void instruction(
            MemorySegment code, int index, short operation, int ifTrue, int operand) {
        long at = index * 8L;
        code.set(JAVA_SHORT, at, operation);
        code.set(JAVA_BYTE, at + 2, (byte) ifTrue);
        code.set(JAVA_BYTE, at + 3, (byte) 0);
        code.set(JAVA_INT, at + 4, operand);
    }
}

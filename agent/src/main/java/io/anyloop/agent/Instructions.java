package io.anyloop.agent;

import java.nio.charset.StandardCharsets;

/// The instructions of a method, where they lie.
final class Instructions {
    static final int CALL_VIRTUAL = 182;
    static final int TABLE_SWITCH = 170;
    static final int LOOKUP_SWITCH = 171;
    private static final int INCREMENT = 132;

    /// By operation; 0 for those with a length of their own.
    private static final byte[] LENGTHS =
            ("1111111111111111232332222211111111111111111111111111112222211111111111111111111111111111111111111111"
                            + "1111111111111111111111111111111131111111111111111111133333333333333332001111113333333553231133110433"
                            + "55")
                    .getBytes(StandardCharsets.ISO_8859_1);

    private Instructions() {}

    /// How long one is.
    ///
    /// @param code where the first one is
    /// @param pc of this one
    static int length(ClassBytes file, int code, int pc) {
        int operation = file.u1(code + pc);
        if (operation >= LENGTHS.length) {
            throw ClassBytes.unknown("an instruction " + operation);
        }
        int length = LENGTHS[operation] - '0';
        return length > 0 ? length : ownLength(file, code + pc, pc);
    }

    private static int ownLength(ClassBytes file, int at, int pc) {
        return switch (file.u1(at)) {
            case TABLE_SWITCH -> {
                int table = operands(at, pc);
                yield table + 12 + 4 * (file.u4(table + 8) - file.u4(table + 4) + 1) - at;
            }
            case LOOKUP_SWITCH -> {
                int table = operands(at, pc);
                yield table + 8 + 8 * file.u4(table + 4) - at;
            }
            default -> file.u1(at + 1) == INCREMENT ? 6 : 4;
        };
    }

    /// Where the operands of a switch are: aligned to the beginning of the code.
    private static int operands(int at, int pc) {
        return at + 1 + padding(pc);
    }

    static int padding(int pc) {
        return 3 - (pc & 3);
    }

    /// Whether it jumps by two bytes.
    static boolean isShortJump(int operation) {
        return operation >= 153 && operation <= 168 || operation == 198 || operation == 199;
    }

    /// Whether it jumps by four bytes.
    static boolean isLongJump(int operation) {
        return operation == 200 || operation == 201;
    }

    /// Whether it is one that may have to be written anew where others are moved.
    static boolean isPlain(int operation) {
        return operation < 153 || operation >= 178 && operation != CALL_VIRTUAL && operation < 198;
    }

    static boolean isSwitch(int operation) {
        return operation == TABLE_SWITCH || operation == LOOKUP_SWITCH;
    }

    static boolean isReturn(int operation) {
        return operation >= 172 && operation <= 177;
    }
}

package io.anyloop.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A class file, read where it lies: no more is looked at than is asked for. The JDK's own reader of class files does all this and
/// far more, and takes many times as long in a program that starts (decision 101).
final class ClassBytes {
    private static final int POOL = 8;
    private static final int UTF8 = 1;

    /// A field or a method. Its texts are made when they are asked for.
    final class Member {
        /// Where it begins.
        private final int at;

        private final int nameLength;
        private final int typeLength;

        private Member(int at) {
            this.at = at;
            nameLength = length(u2(at + 2));
            typeLength = length(u2(at + 4));
        }

        boolean isStatic() {
            return (u2(at) & 0x0008) != 0;
        }

        String name() {
            return text(u2(at + 2));
        }

        String type() {
            return text(u2(at + 4));
        }

        String signature() {
            return name() + type();
        }

        /// Where the number of its attributes is.
        int attributes() {
            return at + 6;
        }

        boolean is(String signature) {
            return signature.length() == nameLength + typeLength
                    && isText(u2(at + 2), signature, 0, nameLength)
                    && isText(u2(at + 4), signature, nameLength, signature.length());
        }
    }

    private final byte[] bytes;

    /// Where each constant begins.
    private final int[] constants;

    /// Behind the constants, where the flags of the class are.
    private final int poolEnd;

    private final List<Member> fields = new ArrayList<>();
    private final List<Member> methods = new ArrayList<>();

    /// @throws IllegalArgumentException if it is no class file, or one of a form that is not known
    ClassBytes(byte[] bytes) {
        this.bytes = bytes;
        if (bytes.length < POOL || u4(0) != 0xCAFEBABE) {
            throw unknown("no class file");
        }
        try {
            constants = new int[u2(POOL)];
            poolEnd = readConstants();
            readMembers(readMembers(interfaces() + 2 + 2 * u2(interfaces()), fields), methods);
        } catch (IndexOutOfBoundsException e) {
            throw unknown("a class file that ends too early");
        }
    }

    /// What to throw where a class file is of a form that is not known.
    static IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException(what);
    }

    private int readConstants() {
        int at = POOL + 2;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = bytes[at];
            if (tag == UTF8) {
                at += 3 + u2(at + 1);
            } else {
                at += size(tag);
                if (tag == 5 || tag == 6) { // a long and a double count twice
                    i++;
                }
            }
        }
        return at;
    }

    private static int size(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            default -> throw unknown("a constant of kind " + tag);
        };
    }

    private int readMembers(int start, List<Member> members) {
        int at = start + 2;
        for (int i = u2(start); i > 0; i--) {
            members.add(new Member(at));
            at = attributesEnd(at + 6);
        }
        return at;
    }

    /// @param at where the number of attributes is
    int attributesEnd(int at) {
        int next = at + 2;
        for (int i = u2(at); i > 0; i--) {
            next += 6 + u4(next + 2);
        }
        return next;
    }

    // ---------------------------------------------------------------- what is there

    byte[] bytes() {
        return bytes;
    }

    int u1(int at) {
        return bytes[at] & 0xFF;
    }

    int u2(int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    int s2(int at) {
        return (short) u2(at);
    }

    int u4(int at) {
        return u2(at) << 16 | u2(at + 2);
    }

    /// How many constants there are, and one more.
    int constantCount() {
        return constants.length;
    }

    int poolEnd() {
        return poolEnd;
    }

    /// The number of the constant that is the class itself.
    int self() {
        return u2(poolEnd + 2);
    }

    /// Where the number of interfaces is.
    int interfaces() {
        return poolEnd + 6;
    }

    List<Member> methods() {
        return methods;
    }

    /// @param signature its name with its descriptor
    boolean hasMethod(String signature) {
        for (Member method : methods) {
            if (method.is(signature)) {
                return true;
            }
        }
        return false;
    }

    boolean hasField(String name) {
        for (Member field : fields) {
            if (field.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// The text of a constant that is one.
    String text(int constant) {
        return new String(bytes, constants[constant] + 3, length(constant), StandardCharsets.UTF_8);
    }

    /// How many bytes a text has.
    private int length(int constant) {
        int at = constants[constant];
        if (u1(at) != UTF8) {
            throw unknown("a text is missing");
        }
        return u2(at + 1);
    }

    /// Whether a constant is part of a text, in which there is nothing but ASCII. From its end, where names differ.
    private boolean isText(int constant, String text, int start, int end) {
        if (length(constant) != end - start) {
            return false;
        }
        int shift = constants[constant] + 3 - start;
        for (int i = end - 1; i >= start; i--) {
            if (bytes[shift + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isText(int constant, String text) {
        return isText(constant, text, 0, text.length());
    }

    /// Whether a constant names a method.
    boolean isMethod(int constant, String owner, String name) {
        int at = constants[constant];
        return isText(u2(constants[u2(at + 3)] + 1), name)
                && isText(u2(constants[u2(at + 1)] + 1), owner);
    }
}

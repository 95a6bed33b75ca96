package io.anyloop.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.LineNumberTableAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written must be what the JDK itself takes for a class file, whose code does what it did. The JDK's own reader and verifier
/// of class files are the judges.
class RewriterTest {
    private static Map<String, List<Change>> changes() {
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        for (Change change :
                Survey.ofRunningJdk().changes(EnumSet.allOf(Feature.class)).stream()
                        .sorted((a, b) -> a.depth.compareTo(b.depth))
                        .toList()) {
            changes.computeIfAbsent(change.owner, _ -> new ArrayList<>()).add(change);
        }
        return changes;
    }

    static Stream<String> owners() {
        return changes().keySet().stream();
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in =
                Object.class.getModule().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private static void assertVerifies(byte[] bytes) {
        assertEquals(List.of(), ClassFile.of().verify(bytes));
    }

    private static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    private static List<Opcode> code(MethodModel method) {
        return method.code().stream()
                .flatMap(CodeModel::elementStream)
                .filter(Instruction.class::isInstance)
                .map(element -> ((Instruction) element).opcode())
                .toList();
    }

    private static long calls(MethodModel method, String owner) {
        return method.code()
                .orElseThrow()
                .elementStream()
                .filter(element ->
                        element instanceof InvokeInstruction call
                                && call.owner().asInternalName().startsWith(owner))
                .count();
    }

    /// Whether all of one list is in another, in its order.
    private static boolean isWithin(List<Opcode> old, List<Opcode> all) {
        int found = 0;
        for (Opcode opcode : all) {
            if (found < old.size() && old.get(found) == opcode) {
                found++;
            }
        }
        return found == old.size();
    }

    @ParameterizedTest
    @MethodSource("owners")
    void what_is_changed_in_the_jdk_verifies(String owner) throws IOException {
        assertVerifies(Rewriter.rewrite(read(owner), changes().get(owner)));
    }

    @ParameterizedTest
    @MethodSource("owners")
    void a_changed_method_does_what_it_did_and_calls_a_hook(String owner) throws IOException {
        List<Change> wanted = changes().get(owner);
        ClassModel before = ClassFile.of().parse(read(owner));
        ClassModel after = ClassFile.of().parse(Rewriter.rewrite(read(owner), wanted));
        assertEquals(before.methods().size(), after.methods().size());
        for (int i = 0; i < before.methods().size(); i++) {
            MethodModel old = before.methods().get(i);
            MethodModel now = after.methods().get(i);
            String name = signature(old);
            assertEquals(name, signature(now));
            List<Change> here = wanted.stream().filter(it -> it.method.equals(name)).toList();
            if (here.isEmpty()) {
                assertEquals(code(old), code(now), name);
            } else {
                assertTrue(calls(now, "sun/nio/ch/Anyloop") >= here.size(), name);
                List<Opcode> kept = new ArrayList<>(code(old));
                boolean locks =
                        here.stream()
                                .anyMatch(it ->
                                        it.name().equals(Change.takeLocks(owner, name).name()));
                if (locks) { // each call of a lock has become another
                    kept.removeIf(it -> it == Opcode.INVOKEVIRTUAL);
                }
                assertTrue(isWithin(kept, code(now)), name);
                assertEquals(lines(old), lines(now), name);
            }
        }
    }

    private static List<Integer> lines(MethodModel method) {
        return method
                .code()
                .orElseThrow()
                .findAttribute(java.lang.classfile.Attributes.lineNumberTable())
                .map(LineNumberTableAttribute::lineNumbers)
                .stream()
                .flatMap(List::stream)
                .map(line -> line.lineNumber())
                .toList();
    }

    /// Code of all kinds, with switches, loops, handlers: everything in it is moved.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.String",
                "java.lang.Character",
                "java.lang.VirtualThread",
                "java.lang.CharacterData00",
                "java.util.Formatter",
                "java.util.HashMap",
                "java.util.Scanner",
                "java.util.regex.Pattern",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.ThreadPoolExecutor",
                "java.util.concurrent.locks.AbstractQueuedSynchronizer",
                "java.time.format.DateTimeFormatterBuilder",
                "sun.nio.ch.DatagramChannelImpl",
                "sun.nio.ch.NioSocketImpl",
                "sun.security.ssl.SSLSocketImpl",
                "jdk.internal.classfile.impl.StackMapGenerator"
            })
    void any_code_can_be_moved(String name) throws IOException {
        byte[] bytes = read(name);
        List<Change> all = new ArrayList<>();
        for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
            if (method.code().isPresent() && !method.methodName().stringValue().startsWith("<")) {
                String signature = signature(method);
                all.add(Change.surround(name, signature, "beginPinned", "endPinned"));
                all.add(Change.takeLocks(name, signature));
                String type = signature.substring(signature.indexOf(')') + 1);
                if (type.equals("V") || type.equals("Z")) {
                    all.add(Change.ask(name, signature, "asked"));
                }
                all.add(Change.giveWay(name, signature, "giveWayAtFile"));
                if (!method.flags().has(AccessFlag.STATIC)) {
                    all.add(Change.guard(name, signature, "leftWait"));
                }
            }
        }
        byte[] changed = Rewriter.rewrite(bytes, all);
        assertVerifies(changed);
        ClassModel after = ClassFile.of().parse(changed);
        long written = after.methods().stream().filter(it -> it.code().isPresent()).count();
        assertTrue(written > 0);
        for (MethodModel method : after.methods()) {
            if (method.code().isPresent() && !method.methodName().stringValue().startsWith("<")) {
                assertTrue(calls(method, "sun/nio/ch/Anyloop") >= 3, signature(method));
            }
        }
    }

    @Test
    void an_interface_is_added_to_those_that_are_there() throws IOException {
        ClassModel port = ClassFile.of().parse(Reception.asPort(read("java.util.ArrayList")));
        assertEquals(
                List.of(
                        "java/util/List",
                        "java/util/RandomAccess",
                        "java/lang/Cloneable",
                        "java/io/Serializable",
                        "sun/nio/ch/AnyloopPort"),
                port.interfaces().stream().map(it -> it.asInternalName()).toList());
        assertVerifies(Rewriter.rewrite(read("java.util.ArrayList"), List.of()));
    }

    /// What most JDKs have is tried first. Where that does not fit, it is looked what there is.
    @Test
    void a_class_that_lacks_something_is_left_and_told() throws IOException {
        String list = "java.util.ArrayList";
        Change there = Change.giveWay(list, "size()I", "giveWayAtFile");
        Change missing = Change.giveWay(list, "length()I", "giveWayAtFile");
        Rewriter fits = new Rewriter(List.of(there));
        assertFalse(fits.hasFitted());
        assertNotNull(fits.transform(null, "java/util/ArrayList", null, null, read(list)));
        assertTrue(fits.hasFitted());
        Rewriter lacks = new Rewriter(List.of(there, missing));
        assertNull(lacks.transform(null, "java/util/ArrayList", null, null, read(list)));
        assertFalse(lacks.hasFitted());
    }

    @Test
    void what_is_hoped_for_is_all_that_is_found_here_or_some_of_it_is_not_there() {
        Set<Feature> all = EnumSet.allOf(Feature.class);
        Set<String> found = names(Survey.ofRunningJdk().changes(all));
        Set<String> hoped = names(Feature.hoped(all));
        JdkClasses jdk = JdkClasses.running();
        boolean fits =
                Feature.hoped(all).stream()
                        .allMatch(change -> jdk.hasMethod(change.owner, change.method));
        assertTrue(!fits || hoped.equals(found), hoped + " beside " + found);
    }

    private static Set<String> names(List<Change> changes) {
        return changes.stream().map(Change::name).collect(Collectors.toSet());
    }

    @Test
    void half_a_class_file_is_refused() throws IOException {
        byte[] bytes = read("java.util.ArrayList");
        for (int length : new int[] {0, 3, 100, bytes.length / 2}) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> new ClassBytes(part));
        }
    }
}

package io.anyloop.loop.iocp.wine;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// Copies class files so that a virtual machine of Java 21 loads them: with its version, and with the
/// call sites of pattern switches in its form. What the code calls is not changed: a call of something
/// newer fails there with NoSuchMethodError.
final class ClassesForJava21 {
    private static final int JAVA_21 = 65;

    private final ClassFile classFile;
    private final ClassTransform transform =
            ClassTransform.transformingMethodBodies(
                            ClassesForJava21::hasPatternSwitch, ClassesForJava21::callSite)
                    .andThen((builder, element) -> {
                        if (element instanceof ClassFileVersion) {
                            builder.withVersion(JAVA_21, 0);
                        } else {
                            builder.with(element);
                        }
                    });
    private int copied;

    /// @param known finds the classes that are copied: what a changed method merges must be known by kind
    ClassesForJava21(ClassLoader known) {
        classFile =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(known)));
    }

    /// Copies a directory, or what is in a jar.
    void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            copyTree(from, to);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(from)) {
                copyTree(jar.getPath("/"), to);
            }
        }
    }

    private void copyTree(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            if (target.toString().endsWith(".class")) {
                Files.write(target, retargeted(Files.readAllBytes(file)));
                copied++;
            } else {
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    byte[] retargeted(byte[] original) {
        return classFile.transformClass(classFile.parse(original), transform);
    }

    int copied() {
        return copied;
    }

    /// Java 21 wants the selector of a pattern switch as an Object, later ones take its own type.
    private static void callSite(CodeBuilder builder, CodeElement element) {
        if (element instanceof InvokeDynamicInstruction call && isPatternSwitch(call)) {
            builder.invokedynamic(
                    DynamicCallSiteDesc.of(
                            call.bootstrapMethod(),
                            call.name().stringValue(),
                            call.typeSymbol().changeParameterType(0, ConstantDescs.CD_Object),
                            call.bootstrapArgs().toArray(ConstantDesc[]::new)));
        } else {
            builder.with(element);
        }
    }

    private static boolean hasPatternSwitch(MethodModel method) {
        return method.code()
                .map(CodeModel::elementStream)
                .orElseGet(Stream::empty)
                .anyMatch(element ->
                        element instanceof InvokeDynamicInstruction call && isPatternSwitch(call));
    }

    private static boolean isPatternSwitch(InvokeDynamicInstruction call) {
        return call.bootstrapMethod().owner().displayName().equals("SwitchBootstraps")
                && call.name().equalsString("typeSwitch");
    }
}

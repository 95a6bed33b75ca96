package io.anyloop.launcher;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The sentences in sources: what a user may get to read, in exceptions, logs and reports. What is put into a sentence while the program
/// runs is shown as `…`.
final class Messages extends TreeScanner<Void, Void> {
    private static final String GAP = "…";
    private static final Pattern FORMAT = Pattern.compile("%[-#+ 0,(]*\\d*(?:\\.\\d+)?[a-mo-zA-Z]");
    private static final Pattern EXCEPTION = Pattern.compile(".*(?:Exception|Error|Exit)");

    /// Begins and ends as a sentence does, and is no `Name[…]` of a `toString`.
    private static final Pattern SENTENCE =
            Pattern.compile("(?![^ ]*\\[)(?:[A-Z\"…]|anyloop-agent: ).*[.…)]", Pattern.DOTALL);

    private final Map<String, String> found = new TreeMap<>();
    private String file = "";
    private boolean isThrown;

    private Messages() {}

    /// Each sentence, with the name of the file that has it.
    static Map<String, String> in(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new Messages();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                messages.file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
                messages.scan(unit, null);
            }
        }
        return messages.found;
    }

    @Override
    public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
        return null;
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void nothing) {
        boolean before = isThrown;
        isThrown = EXCEPTION.matcher(made.getIdentifier().toString()).matches();
        super.visitNewClass(made, nothing);
        isThrown = before;
        return null;
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void nothing) {
        return note(literal);
    }

    @Override
    public Void visitBinary(BinaryTree binary, Void nothing) {
        return isText(binary) ? note(binary) : super.visitBinary(binary, nothing);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
        if (isFormatted(call)) {
            scan(call.getArguments(), null);
            return note(call);
        }
        return super.visitMethodInvocation(call, nothing);
    }

    private Void note(ExpressionTree text) {
        for (String template : templates(text)) {
            String message =
                    FORMAT.matcher(template)
                            .replaceAll(GAP)
                            .replace("%n", "")
                            .replace("%%", "%")
                            .replace("{}", GAP)
                            .replaceAll("(?:…)+", GAP)
                            .strip();
            if (words(message) >= (isThrown ? 2 : 3)
                    && (isThrown || SENTENCE.matcher(message).matches())) {
                found.put(message, file);
            }
        }
        return null;
    }

    private static long words(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(word -> word.codePoints().anyMatch(Character::isLetter))
                .count();
    }

    private static boolean isText(Tree tree) {
        return switch (tree) {
            case LiteralTree literal -> literal.getValue() instanceof String;
            case ParenthesizedTree inside -> isText(inside.getExpression());
            case BinaryTree binary ->
                    binary.getKind() == Tree.Kind.PLUS
                            && (isText(binary.getLeftOperand())
                                    || isText(binary.getRightOperand()));
            case MethodInvocationTree call -> isFormatted(call);
            default -> false;
        };
    }

    private static boolean isFormatted(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree method
                && method.getIdentifier().contentEquals("formatted")
                && isText(method.getExpression());
    }

    /// What a text can be: a choice inside it makes several of it.
    private static List<String> templates(Tree tree) {
        return switch (tree) {
            case LiteralTree literal -> List.of(String.valueOf(literal.getValue()));
            case ParenthesizedTree inside -> templates(inside.getExpression());
            case ConditionalExpressionTree choice
                    when isText(choice.getTrueExpression())
                            && isText(choice.getFalseExpression()) -> {
                var all = new ArrayList<>(templates(choice.getTrueExpression()));
                all.addAll(templates(choice.getFalseExpression()));
                yield all;
            }
            case BinaryTree binary when isText(binary) ->
                    templates(binary.getLeftOperand()).stream()
                            .flatMap(left ->
                                    templates(binary.getRightOperand()).stream().map(left::concat))
                            .toList();
            case MethodInvocationTree call when isFormatted(call) ->
                    templates(((MemberSelectTree) call.getMethodSelect()).getExpression());
            default -> List.of(GAP);
        };
    }
}

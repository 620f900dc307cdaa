package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.metash.testing.SourceFiles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rules that the compiler does not check: no decision depends on message text, few conditional expressions. */
class SourceRulesTest {
    private static final List<CompilationUnitTree> SOURCES = SourceFiles.parsed();

    /** The getters of message texts. */
    private static final Set<String> TEXTS = Set.of("what", "why", "next", "getMessage", "problem", "description");

    private static final Set<String> DECIDING = Set.of(
            "startsWith", "endsWith", "contains", "equals", "matches", "indexOf", "replace", "replaceAll", "isBlank");

    /** Libraries and the system report these by text only, without codes. */
    private static final Set<String> FOREIGN = Set.of(
            "client/CallErrors.java unknownOutcome",
            "client/CallException.java isConnectionEnded",
            "client/CallException.java isFinal",
            "client/CallException.java isHttp",
            "client/CallException.java isNotLeader",
            "output/Failures.java isNativeCodeError",
            "storage/StorageErrors.java setup");

    private static final int MAX_CONDITIONALS = 620;

    @Test
    void noDecisionDependsOnMessageText() {
        List<String> found = new ArrayList<>();
        Set<String> foreign = new TreeSet<>();
        for (CompilationUnitTree source : SOURCES) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
                    if (call.getMethodSelect() instanceof MemberSelectTree select
                            && DECIDING.contains(select.getIdentifier().toString())
                            && isText(select.getExpression())) {
                        String place = name(source) + " " + method(getCurrentPath());
                        if (FOREIGN.contains(place)) {
                            foreign.add(place);
                        } else {
                            found.add(place + ": " + call);
                        }
                    }
                    return super.visitMethodInvocation(call, none);
                }
            }.scan(source, null);
        }
        assertEquals(List.of(), found);
        assertEquals(new TreeSet<>(FOREIGN), foreign);
    }

    /** NullAway checks only packages with this annotation, so every package must have it. */
    @Test
    void everyPackageIsCheckedForNull() {
        List<String> unmarked = new ArrayList<>();
        for (CompilationUnitTree source : SOURCES) {
            String file = source.getSourceFile().getName();
            boolean ofPackage = file.contains("io/metash/") && file.endsWith("/package-info.java");
            if (ofPackage && !source.getPackage().getAnnotations().toString().contains("@NullMarked")) {
                unmarked.add(name(source));
            }
        }
        assertEquals(List.of(), unmarked);
    }

    /** The number must not grow, and no statement has two conditional expressions. */
    @Test
    void conditionalExpressionsDoNotIncrease() {
        int[] count = {0};
        List<String> together = new ArrayList<>();
        for (CompilationUnitTree source : SOURCES) {
            new TreePathScanner<Void, Void>() {
                private final Map<Tree, Integer> inStatement = new IdentityHashMap<>();

                @Override
                public Void visitConditionalExpression(ConditionalExpressionTree conditional, Void none) {
                    count[0]++;
                    if (inStatement.merge(statement(getCurrentPath()), 1, Integer::sum) == 2) {
                        together.add(name(source) + " " + method(getCurrentPath()));
                    }
                    return super.visitConditionalExpression(conditional, none);
                }
            }.scan(source, null);
        }
        assertTrue(count[0] <= MAX_CONDITIONALS, count[0] + " conditional expressions");
        assertEquals(List.of(), together);
    }

    /** The statement, lambda body or case that contains an expression. */
    private static Tree statement(TreePath path) {
        for (Tree at : path) {
            boolean statement = at instanceof StatementTree && !(at instanceof ClassTree);
            if (statement || at instanceof LambdaExpressionTree || at instanceof CaseTree || at instanceof MethodTree) {
                return at;
            }
        }
        return path.getCompilationUnit();
    }

    private static boolean isText(ExpressionTree expression) {
        if (!(expression instanceof MethodInvocationTree call)) {
            return false;
        }
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
            boolean text = call.getArguments().isEmpty()
                    && TEXTS.contains(select.getIdentifier().toString());
            return text
                    || select.getIdentifier().contentEquals("valueOf")
                            && call.getArguments().stream().anyMatch(SourceRulesTest::isText);
        }
        return call.getArguments().isEmpty()
                && TEXTS.contains(call.getMethodSelect().toString());
    }

    private static String method(TreePath path) {
        for (Tree at : path) {
            if (at instanceof MethodTree named) {
                return named.getName().toString();
            }
        }
        return "";
    }

    private static String name(CompilationUnitTree source) {
        String file = source.getSourceFile().getName();
        return file.substring(file.indexOf("io/metash/") + "io/metash/".length());
    }
}

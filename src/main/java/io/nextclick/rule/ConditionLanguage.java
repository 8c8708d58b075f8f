package io.nextclick.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.nextclick.bound.BoundedMap;
import io.nextclick.event.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The language of conditions: <a href="https://cel.dev">CEL</a> over the variables of {@link
 * Facts}. It has no side effects and no loops of its own; size, depth, iterations of its macros and
 * regular expressions (RE2, linear time) are bounded. For one thread.
 */
public final class ConditionLanguage {

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_NODES = 500;
    private static final int MAX_ITERATIONS = 1_000;
    private static final int MAX_REGEX_SIZE = 1_000;

    private static final String FIRST = "event.type == 'VIEW' && event.price > 0.0";

    private static final List<String> TYPES =
            Arrays.stream(EventType.values()).map(EventType::name).toList();

    private static final String AND = "_&&_";
    private static final String EQUALS = "_==_";
    private static final String IN = "@in";
    private static final String EVENT = "event.";

    /** Rules repeat conditions, and every version of a rule most of those of the one before. */
    private static final int CACHED = 10_000;

    private final CelCompiler compiler;
    private final CelRuntime runtime;
    private final Map<String, Condition> compiled = BoundedMap.byFirstPut(CACHED);

    /** The language with its standard functions and macros. */
    public ConditionLanguage() {
        CelOptions options =
                CelOptions.current()
                        .enableHeterogeneousNumericComparisons(true)
                        .maxExpressionCodePointSize(MAX_LENGTH)
                        .maxParseRecursionDepth(MAX_DEPTH)
                        .maxParseExpressionNodeCount(MAX_NODES)
                        .comprehensionMaxIterations(MAX_ITERATIONS)
                        .maxRegexProgramSize(MAX_REGEX_SIZE)
                        .build();
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(options)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setResultType(SimpleType.BOOL);
        Facts.VARIABLES.forEach(builder::addVar);
        compiler = builder.build();
        runtime =
                CelRuntimeFactory.plannerRuntimeBuilder()
                        .setOptions(options)
                        .setStandardFunctions(KnownDoubles.OTHERS)
                        .addFunctionBindings(KnownDoubles.FUNCTIONS)
                        .build();
        // The first condition loads a thousand classes: not when a marketer waits for it.
        compile(FIRST, "", new ArrayList<>());
    }

    /**
     * Compiles a condition.
     *
     * @param place where it stands in its rule
     * @param faults takes what is wrong with it
     * @return nothing if something is wrong
     */
    Optional<Condition> compile(String text, String place, List<RuleFault> faults) {
        Condition known = compiled.get(text);
        if (known != null) {
            return Optional.of(known);
        }
        CelValidationResult result = compiler.compile(text);
        for (CelIssue issue : result.getErrors()) {
            faults.add(
                    new RuleFault(
                            "%s:%d:%d"
                                    .formatted(
                                            place,
                                            issue.getSourceLocation().getLine(),
                                            issue.getSourceLocation().getColumn() + 1),
                            explained(issue.getMessage())));
        }
        if (result.hasError()) {
            return Optional.empty();
        }
        try {
            int before = faults.size();
            CelAbstractSyntaxTree ast = result.getAst();
            List<CelExpr> conjuncts = new ArrayList<>();
            flatten(ast.getExpr(), conjuncts);
            List<Condition.Guard> guards = new ArrayList<>();
            List<Comparison> comparisons = new ArrayList<>();
            for (CelExpr conjunct : conjuncts) {
                Condition.Guard guard = guard(conjunct);
                Comparison comparison = guard == null ? Comparison.of(conjunct) : null;
                if (guard != null) {
                    guards.add(guard);
                    checkTypes(guard, place, faults);
                } else if (comparison != null) {
                    comparisons.add(comparison);
                }
            }
            boolean sufficient = guards.size() + comparisons.size() == conjuncts.size();
            Condition condition =
                    new Condition(
                            text, guards, comparisons, sufficient, runtime.createProgram(ast));
            if (faults.size() == before) {
                compiled.put(text, condition);
            }
            return Optional.of(condition);
        } catch (CelValidationException | CelEvaluationException e) {
            faults.add(new RuleFault(place, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static String explained(String message) {
        return message.startsWith("undeclared reference")
                ? message + "; known are " + String.join(", ", Facts.VARIABLES.keySet())
                : message;
    }

    private static void checkTypes(Condition.Guard guard, String place, List<RuleFault> faults) {
        if (!guard.field().equals("type")) {
            return;
        }
        for (String value : guard.values()) {
            if (!TYPES.contains(value)) {
                faults.add(
                        new RuleFault(
                                place,
                                "no event has the type '%s'; known are %s"
                                        .formatted(value, TYPES)));
            }
        }
    }

    private static void flatten(CelExpr expression, List<CelExpr> conjuncts) {
        if (expression.exprKind().getKind() == ExprKind.Kind.CALL
                && expression.call().function().equals(AND)) {
            expression.call().args().forEach(each -> flatten(each, conjuncts));
        } else {
            conjuncts.add(expression);
        }
    }

    /** The guard that a conjunct is, or null. */
    private static Condition.@Nullable Guard guard(CelExpr expression) {
        if (expression.exprKind().getKind() != ExprKind.Kind.CALL
                || expression.call().args().size() != 2) {
            return null;
        }
        CelExpr left = expression.call().args().get(0);
        CelExpr right = expression.call().args().get(1);
        switch (expression.call().function()) {
            case EQUALS -> {
                String field = field(left);
                String value = text(field == null ? left : right);
                field = field == null ? field(right) : field;
                return field == null || value == null
                        ? null
                        : new Condition.Guard(field, Set.of(value));
            }
            case IN -> {
                String field = field(left);
                if (field == null || right.exprKind().getKind() != ExprKind.Kind.LIST) {
                    return null;
                }
                Set<String> values = new HashSet<>();
                for (CelExpr element : right.list().elements()) {
                    String value = text(element);
                    if (value == null) {
                        return null;
                    }
                    values.add(value);
                }
                return new Condition.Guard(field, Set.copyOf(values));
            }
            default -> {
                return null;
            }
        }
    }

    /** The indexed field that an expression is, or null. */
    private static @Nullable String field(CelExpr expression) {
        if (expression.exprKind().getKind() != ExprKind.Kind.IDENT
                || !expression.ident().name().startsWith(EVENT)) {
            return null;
        }
        String field = expression.ident().name().substring(EVENT.length());
        return switch (field) {
            case "type", "item", "category", "brand", "page_type", "campaign" -> field;
            default -> null;
        };
    }

    private static @Nullable String text(CelExpr expression) {
        return expression.exprKind().getKind() == ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? expression.constant().stringValue()
                : null;
    }
}

package io.nextclick.rule;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of one number of the {@link Facts} with another that stands in the condition, or a
 * truth that needs no facts. It is answered as CEL answers it, at a small part of what CEL costs; a
 * test compares the two.
 *
 * @param name the variable; empty for a truth
 * @param whole reads it if it is whole
 * @param number reads it otherwise
 * @param operator how it is compared
 * @param wholeBound with what it is compared if it is whole
 * @param bound with what otherwise
 */
record Comparison(
        String name,
        @Nullable ToLongFunction<Facts> whole,
        @Nullable ToDoubleFunction<Facts> number,
        Operator operator,
        long wholeBound,
        double bound) {

    /** How the two are compared. */
    enum Operator {
        EQUAL,
        UNEQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST;

        private Operator turned() {
            return switch (this) {
                case LESS -> GREATER;
                case AT_MOST -> AT_LEAST;
                case GREATER -> LESS;
                case AT_LEAST -> AT_MOST;
                default -> this;
            };
        }

        /**
         * True if it holds.
         *
         * @param order below 0 if the left one is less, 0 if both are equal, else above 0
         */
        private boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }
    }

    private static final Map<String, Operator> OPERATORS =
            Map.of(
                    "_==_", Operator.EQUAL,
                    "_!=_", Operator.UNEQUAL,
                    "_<_", Operator.LESS,
                    "_<=_", Operator.AT_MOST,
                    "_>_", Operator.GREATER,
                    "_>=_", Operator.AT_LEAST);

    /** The comparison that an expression is, or null. */
    static @Nullable Comparison of(CelExpr expression) {
        if (expression.exprKind().getKind() == ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE) {
            long truth = expression.constant().booleanValue() ? 1 : 0;
            return new Comparison("", facts -> 1, null, Operator.EQUAL, truth, 0);
        }
        if (expression.exprKind().getKind() != ExprKind.Kind.CALL
                || expression.call().args().size() != 2) {
            return null;
        }
        Operator operator = OPERATORS.get(expression.call().function());
        if (operator == null) {
            return null;
        }
        CelExpr left = expression.call().args().get(0);
        CelExpr right = expression.call().args().get(1);
        Comparison plain = of(left, operator, right);
        return plain != null ? plain : of(right, operator.turned(), left);
    }

    private static @Nullable Comparison of(CelExpr left, Operator operator, CelExpr right) {
        if (left.exprKind().getKind() != ExprKind.Kind.IDENT
                || right.exprKind().getKind() != ExprKind.Kind.CONSTANT) {
            return null;
        }
        String name = left.ident().name();
        ToLongFunction<Facts> whole = Facts.WHOLE.get(name);
        ToDoubleFunction<Facts> number = Facts.NUMBERS.get(name);
        CelConstant.Kind kind = right.constant().getKind();
        if (whole != null && kind == CelConstant.Kind.INT64_VALUE) {
            return new Comparison(name, whole, null, operator, right.constant().int64Value(), 0);
        }
        return number != null && kind == CelConstant.Kind.DOUBLE_VALUE
                ? new Comparison(name, null, number, operator, 0, right.constant().doubleValue())
                : null;
    }

    /** False also if nobody knows what the number is, or knows it any more. */
    boolean holds(Facts facts) {
        if (facts.recalled() && !name.isEmpty() && !facts.isKnown(name)) {
            return false;
        }
        if (whole != null) {
            long known = whole.applyAsLong(facts);
            return known != Facts.UNKNOWN_WHOLE && operator.holds(Long.compare(known, wholeBound));
        }
        double known = number == null ? Double.NaN : number.applyAsDouble(facts);
        return !Double.isNaN(known) && operator.holds(order(known, bound));
    }

    /** The order of two that are numbers; 0.0 and −0.0 are equal, as in CEL. */
    private static int order(double left, double right) {
        return left < right ? -1 : left > right ? 1 : 0;
    }
}

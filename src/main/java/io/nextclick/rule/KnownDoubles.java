package io.nextclick.rule;

import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.DivideOperator.DivideOverload;
import dev.cel.runtime.standard.DoubleFunction.DoubleOverload;
import dev.cel.runtime.standard.MultiplyOperator.MultiplyOverload;
import dev.cel.runtime.standard.SubtractOperator.SubtractOverload;
import java.util.List;
import java.util.Set;

/**
 * The functions of CEL that can make NaN, such as 0 by 0: here the result is not known. CEL itself
 * takes NaN for larger than every whole number.
 */
final class KnownDoubles {

    private static final Set<CelStandardOverload> REPLACED =
            Set.of(
                    AddOverload.ADD_DOUBLE,
                    SubtractOverload.SUBTRACT_DOUBLE,
                    MultiplyOverload.MULTIPLY_DOUBLE,
                    DivideOverload.DIVIDE_DOUBLE,
                    DoubleOverload.STRING_TO_DOUBLE);

    /** CEL's own functions but those. */
    static final CelStandardFunctions OTHERS =
            CelStandardFunctions.newBuilder()
                    .filterFunctions((function, overload) -> !REPLACED.contains(overload))
                    .build();

    /** What stands for them. */
    static final List<CelFunctionBinding> FUNCTIONS =
            List.of(
                    of("add_double", (left, right) -> known(left + right)),
                    of("subtract_double", (left, right) -> known(left - right)),
                    of("multiply_double", (left, right) -> known(left * right)),
                    of("divide_double", (left, right) -> known(left / right)),
                    CelFunctionBinding.from("string_to_double", String.class, KnownDoubles::read));

    private KnownDoubles() {}

    private static CelFunctionBinding of(
            String overload, CelFunctionOverload.Binary<Double, Double> function) {
        return CelFunctionBinding.from(overload, Double.class, Double.class, function);
    }

    private static Object read(String text) {
        try {
            return known(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new CelBadFormatException(e);
        }
    }

    /** The number, unless it is none. */
    static Object known(double number) {
        return Double.isNaN(number) ? Facts.UNKNOWN : Double.valueOf(number);
    }
}

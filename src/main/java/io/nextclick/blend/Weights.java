package io.nextclick.blend;

import java.util.HashMap;
import java.util.Map;

/**
 * The places of a blend's weights, one for each {@link Signal} in each {@link Context}, signal by
 * signal. The array is part of savepoints. In the topic of policies a weight has a name: that of
 * its signal, and behind an asterisk that of a context other than {@link Context#ALWAYS}.
 */
public final class Weights {

    /** How many there are. */
    public static final int COUNT = Signal.COUNT * Context.COUNT;

    private static final String[] NAMES = new String[COUNT];
    private static final Map<String, Integer> PLACES = new HashMap<>();
    private static final float[] INITIAL = new float[COUNT];

    static {
        for (Signal signal : Signal.values()) {
            for (Context context : Context.values()) {
                int place = place(signal, context);
                NAMES[place] =
                        context == Context.ALWAYS
                                ? signal.name()
                                : signal.name() + '*' + context.name();
                PLACES.put(NAMES[place], place);
                INITIAL[place] = context == Context.ALWAYS ? signal.initialWeight() : 0;
            }
        }
    }

    private Weights() {}

    /** The place of a signal's weight in a context. */
    public static int place(Signal signal, Context context) {
        return signal.place() * Context.COUNT + context.place();
    }

    /** The place of a signal's weight in every context. */
    public static int place(Signal signal) {
        return place(signal, Context.ALWAYS);
    }

    /** The weights that a blend starts from. */
    public static float[] initial() {
        return INITIAL.clone();
    }

    /** The initial weight at a place. */
    public static float initial(int place) {
        return INITIAL[place];
    }

    /** The name of a weight in the contract. */
    public static String name(int place) {
        return NAMES[place];
    }

    /** The place of a name; -1 if there is none. */
    public static int placeOf(String name) {
        return PLACES.getOrDefault(name, -1);
    }

    /**
     * The weight of each signal in a list's contexts.
     *
     * @param into takes it, by {@link Signal#place}
     */
    static void inContext(float[] weights, float[] context, float[] into) {
        int at = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            float sum = 0;
            for (int i = 0; i < Context.COUNT; i++) {
                sum += weights[at++] * context[i];
            }
            into[signal] = sum;
        }
    }
}

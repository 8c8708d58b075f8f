package io.nextclick;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Context;
import io.nextclick.blend.Policy;
import io.nextclick.blend.SharedPolicy;
import io.nextclick.blend.Signal;
import io.nextclick.event.EventType;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PopularItems;
import io.nextclick.identity.DeviceBlock;
import io.nextclick.identity.Evidence;
import io.nextclick.popularity.PopularList;
import io.nextclick.recommend.ItemFacts;
import io.nextclick.recommend.PersonGathers;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.SegmentCounts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EnumTypeInfo;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.ObjectArrayTypeInfo;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The enums of which state holds constants. Flink refuses a savepoint whose enum has a constant
 * that is gone, even one that was never stored, and the compact serializers write places. So these
 * lists only ever get longer, at their end.
 */
class StoredEnumsTest {

    private static final Map<Class<? extends Enum<?>>, String> HELD =
            Map.of(
                    EventType.class,
                    "UNKNOWN VIEW SEARCH FILTER ADD_TO_CART REMOVE_FROM_CART CHECKOUT PURCHASE RATE"
                            + " WISH SHARE IMPRESSION CLICK PAGE_PING LOGIN LOGOUT HOVER NOT_INTERESTED",
                    Evidence.class,
                    "NONE LOGIN LINK PROBABILISTIC SHARED",
                    ItemAction.Verb.class,
                    "ADD BOOST BURY PIN FILTER",
                    Occasion.class,
                    "EVENT REMINDER REVISION WITHDRAWAL MOVE ACCUMULATION RETRACTION",
                    Signal.class,
                    "STRENGTH NEXT FORWARD BACKWARD EARLIER AGREEMENT BEST SPREAD ROOT TREND INTENT"
                            + " CURRENT CURRENT_DEPTH CURRENT_AGAIN CURRENT_NEXT SEEN SEEN_DEPTH"
                            + " SEEN_NEXT TIMES RECENCY FOLLOWED POPULAR CATEGORY BRAND AFFINITY"
                            + " TWO_STEPS IN_CATEGORY PRICE RISING ATTRIBUTES",
                    Context.class,
                    "ALWAYS DEPTH VISITS STAYED CAME_BACK");

    static Stream<Class<? extends Enum<?>>> enums() {
        return HELD.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("enums")
    void no_constant_was_removed_or_moved(Class<? extends Enum<?>> type) {
        List<String> constants = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        assertThat(constants)
                .as("%s: append a new constant here; never remove, rename or move one", type)
                .containsExactly(HELD.get(type).split(" "));
    }

    @Test
    void every_enum_that_flink_s_serializers_store_is_held() {
        Set<Class<?>> found = new HashSet<>();
        for (Class<?> stored :
                List.of(
                        DeviceBlock.class,
                        ItemFacts.class,
                        PersonGathers.class,
                        Policy.class,
                        PopularItems.class,
                        PopularList.class,
                        RuleUpdate.class,
                        SegmentCounts.class,
                        SharedPolicy.class)) {
            collect(TypeInformation.of(stored), found);
        }
        assertThat(found).isSubsetOf(HELD.keySet()).contains(EventType.class);
    }

    private static void collect(TypeInformation<?> type, Set<Class<?>> found) {
        if (type instanceof EnumTypeInfo<?>) {
            found.add(type.getTypeClass());
        } else if (type instanceof ListTypeInfo<?> list) {
            collect(list.getElementTypeInfo(), found);
        } else if (type instanceof MapTypeInfo<?, ?> map) {
            collect(map.getKeyTypeInfo(), found);
            collect(map.getValueTypeInfo(), found);
        } else if (type instanceof ObjectArrayTypeInfo<?, ?> array) {
            collect(array.getComponentInfo(), found);
        } else if (type instanceof PojoTypeInfo<?> fields) {
            for (int i = 0; i < fields.getArity(); i++) {
                collect(fields.getPojoFieldAt(i).getTypeInformation(), found);
            }
        }
    }
}

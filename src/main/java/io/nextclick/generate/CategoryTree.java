package io.nextclick.generate;

import java.util.ArrayList;
import java.util.List;

/** Names of the shop's categories, three levels, and the leaves whose items go together. */
final class CategoryTree {

    /** A line a group: department, group, leaves. */
    private static final String NAMES =
            """
            electronics phones smartphones,cases,chargers
            electronics audio headphones,speakers,turntables
            electronics computers laptops,keyboards,monitors
            electronics photo cameras,lenses,tripods
            home kitchen pans,knives,kettles
            home bedroom duvets,pillows,lamps
            home living sofas,rugs,shelves
            home bathroom towels,mirrors,scales
            fashion women dresses,coats,boots
            fashion men shirts,jeans,sneakers
            fashion accessories bags,belts,watches
            fashion kids rompers,jackets,sandals
            sports running shoes,tights,bottles
            sports cycling bikes,helmets,locks
            sports outdoor tents,backpacks,stoves
            sports fitness mats,dumbbells,bands
            garden plants seeds,bulbs,pots
            garden tools spades,shears,hoses
            garden terrace chairs,tables,parasols
            garden grill barbecues,charcoal,tongs
            leisure toys blocks,puzzles,dolls
            leisure books novels,cookbooks,comics
            leisure music guitars,strings,stands
            leisure games boardgames,consoles,controllers
            """;

    private static final List<String> PATHS = readPaths();

    private CategoryTree() {}

    /** Leaves there are. */
    static int size() {
        return PATHS.size();
    }

    /** Path from the root, levels separated by '/'. */
    static String path(int leaf) {
        return PATHS.get(leaf);
    }

    /** Last level of the path. */
    static String name(int leaf) {
        String path = path(leaf);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The leaf that completes another: its neighbour in the same group. */
    static int partner(int leaf, int leaves) {
        int group = leaf - leaf % 3;
        int next = group + (leaf + 1) % 3;
        return next < leaves ? next : (leaf + 1) % leaves;
    }

    private static List<String> readPaths() {
        List<String> paths = new ArrayList<>();
        for (String line : NAMES.lines().toList()) {
            int first = line.indexOf(' ');
            int second = line.indexOf(' ', first + 1);
            String group = line.substring(0, first) + '/' + line.substring(first + 1, second);
            for (String leaf : line.substring(second + 1).split(",", -1)) {
                paths.add(group + '/' + leaf);
            }
        }
        return List.copyOf(paths);
    }
}

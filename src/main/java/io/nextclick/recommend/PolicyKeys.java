package io.nextclick.recommend;

import io.nextclick.blend.Policy;
import io.nextclick.event.Surface;
import io.nextclick.experiment.Draw;
import java.util.EnumMap;
import java.util.Map;

/** Keys of the blends that rank, of one site at a time. */
final class PolicyKeys {

    private final Map<Surface, String> ofSurfaces = new EnumMap<>(Surface.class);
    private String site = "";

    /** The blend of a site and surface; that of an arm whose lists are ranked by one of its own. */
    String of(String ofSite, Surface surface, Draw draw) {
        if (!draw.isolated().isEmpty()) {
            return Policy.key(ofSite, surface.label() + draw.isolated());
        }
        if (!ofSite.equals(site)) {
            site = ofSite;
            ofSurfaces.clear();
        }
        return ofSurfaces.computeIfAbsent(surface, each -> Policy.key(site, each.label()));
    }
}

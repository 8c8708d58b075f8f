package io.nextclick.gateway;

import io.nextclick.config.Settings;
import io.nextclick.event.ListToken;
import io.nextclick.gateway.Route.Access;
import io.nextclick.option.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The gateway's program. Options are those of the job and the gateway's own, from the same sources:
 * see {@code docs/gateway.md} and {@code docs/configuration.md}.
 */
public final class Gateway implements AutoCloseable {

    private static final int USAGE = 2;

    private static final List<String> JSON = List.of("application/json");
    private static final List<String> RULE =
            List.of("application/json", "application/yaml", "text/yaml", "text/plain");
    private static final List<String> JSON_OR_TEXT = List.of("application/json", "text/plain");

    private final Parts parts;
    private final Server server;

    private Gateway(Parts parts, Server server) {
        this.parts = parts;
        this.server = server;
    }

    /** Runs until the process is ended. */
    public static void main(String[] args) throws InterruptedException {
        Gateway gateway;
        try {
            gateway = start(Settings.texts(args, System.getenv(), GatewayOptions.ALL));
        } catch (SettingsException e) {
            e.faults().forEach(fault -> System.err.println("gateway: " + fault));
            System.exit(USAGE);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-shutdown"));
        System.out.printf("gateway: http port %d%n", gateway.port());
        new CountDownLatch(1).await();
    }

    /**
     * Starts a gateway.
     *
     * @param options of the job and of the gateway
     * @throws SettingsException with all faults
     */
    public static Gateway start(Map<String, String> options) {
        Parts parts = Parts.of(options);
        try {
            Server server = Server.start(parts.settings(), routes(parts), parts.door());
            return new Gateway(parts, server);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** All routes, in the order of their declaration. */
    List<Route> routes() {
        return server.routes();
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /**
     * A token as text, signed by the site that it names, as if this gateway had answered with the
     * list.
     *
     * @throws IllegalArgumentException if the gateway has no such site
     */
    public String sign(ListToken token) {
        return parts.sites().sign(token);
    }

    static List<Route> routes(Parts parts) {
        List<Route> routes = new ArrayList<>();
        Recommendations lists = parts.recommendations();
        routes.add(post("/v1/device", parts.devices()::give));
        routes.add(
                new Route(
                        "DELETE",
                        "/v1/device",
                        Access.PUBLIC,
                        List.of(),
                        parts.withdrawals()::forget));
        routes.add(post("/v1/events", parts.collector()::take));
        routes.add(post("/v1/recommendations", lists::make));
        boolean inMemory = parts.settings().view() == ViewKind.HEAP;
        routes.add(viewed("/v1/recommendations", Access.PUBLIC, inMemory, lists::newest));
        routes.add(viewed("/v1/popular", Access.PUBLIC, inMemory, lists::popular));
        routes.add(secret("POST", "/v1/users/{id}/token", List.of(), parts.devices()::vouch));
        Persons persons = parts.persons();
        routes.add(viewed("/v1/devices/{id}/segments", Access.PUBLIC, inMemory, persons::ofDevice));
        routes.add(viewed("/v1/persons/{id}/segments", Access.SECRET, inMemory, persons::ofPerson));
        routes.add(viewed("/v1/items/{id}/similar", Access.PUBLIC, inMemory, persons::similar));
        routes.add(get("/v1/live/{device}", Access.PUBLIC, parts.streams()::live));
        routes.add(get("/v1/inspect", Access.PUBLIC, parts.streams()::inspect));
        Access ofDemo = parts.settings().demo() ? Access.PUBLIC : Access.SECRET;
        routes.add(
                get(
                        "/v1/stats",
                        ofDemo,
                        request -> parts.stats().show(request, parts.health().views())));
        routes.add(get("/v1/p.gif", Access.PUBLIC, parts.pixel()::show));
        addRecords(parts, routes);
        routes.add(open("/healthz", request -> CompletableFuture.completedFuture(Health.alive())));
        routes.add(open("/readyz", parts.health()::ready));
        routes.add(open("/metrics", parts.health()::metrics));
        routes.add(open("/", parts.pages()::home));
        if (parts.settings().demo()) {
            routes.add(open("/page/config.json", request -> parts.sites().demo()));
        }
        routes.add(open("/page/{file}", parts.pages()::part));
        routes.add(open("/webjars/uplot/1.6.30/dist/{file}", parts.pages()::chart));
        for (String file : List.of("nextclick.js", "openapi.yaml")) {
            routes.add(open('/' + file, request -> parts.pages().file(request, file)));
        }
        return routes;
    }

    /** What is written under a secret key. */
    private static void addRecords(Parts parts, List<Route> routes) {
        Records records = parts.records();
        Experiments experiments = parts.experiments();
        Access ofDemo = parts.settings().demo() ? Access.PUBLIC : Access.SECRET;
        routes.add(get("/v1/alarms", ofDemo, parts.alarms()::newest));
        routes.add(get("/v1/experiments", ofDemo, experiments::all));
        routes.add(secret("PUT", "/v1/experiments/{id}", RULE, experiments::put));
        routes.add(secret("DELETE", "/v1/experiments/{id}", List.of(), experiments::delete));
        routes.add(secret("PUT", "/v1/rules/{id}", RULE, records::putRule));
        routes.add(secret("DELETE", "/v1/rules/{id}", List.of(), records::deleteRule));
        routes.add(secret("PUT", "/v1/items/{id}", JSON, records::putItem));
        routes.add(secret("DELETE", "/v1/items/{id}", List.of(), records::deleteItem));
        routes.add(secret("PUT", "/v1/consents/{kind}/{subject}", JSON, parts.consents()::put));
    }

    private static Route post(String path, Route.Endpoint endpoint) {
        return new Route("POST", path, Access.PUBLIC, JSON_OR_TEXT, endpoint);
    }

    private static Route get(String path, Access access, Route.Endpoint endpoint) {
        return new Route("GET", path, access, List.of(), endpoint);
    }

    /** What the view is asked for, which may be on a disk or elsewhere. */
    private static Route viewed(
            String path, Access access, boolean inMemory, Route.Endpoint endpoint) {
        Route route = get(path, access, endpoint);
        return inMemory ? route.atOnce() : route;
    }

    private static Route secret(
            String method, String path, List<String> body, Route.Endpoint endpoint) {
        return new Route(method, path, Access.SECRET, body, endpoint);
    }

    private static Route open(String path, Route.Endpoint endpoint) {
        return new Route("GET", path, Access.OPEN, List.of(), endpoint);
    }

    /** Ends what was begun, as far as that takes no long time, and stops. */
    @Override
    public void close() {
        // Streams do not end by themselves, and the server waits for what is open.
        parts.streams().close();
        server.close();
        parts.close();
    }
}

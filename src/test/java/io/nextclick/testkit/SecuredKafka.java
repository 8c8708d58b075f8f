package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import io.nextclick.demo.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A real broker behind TLS that asks each client who it is, and allows nobody anything that it was
 * not told. Its certificate and the passwords are made anew for each.
 */
public final class SecuredKafka implements AutoCloseable {

    private static final String BROKER = "broker";
    private static final String JAAS =
            "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\"%s;";
    private static final String PLAIN = "plain.PlainLoginModule";
    private static final String SCRAM = "scram.ScramLoginModule";
    private static final int ITERATIONS = 4096;

    private final EmbeddedKafka kafka;
    private final Path certificate;
    private final Admin admin;
    private final List<String> secrets;

    private SecuredKafka(EmbeddedKafka kafka, Path certificate, Admin admin, List<String> secrets) {
        this.kafka = kafka;
        this.certificate = certificate;
        this.admin = admin;
        this.secrets = secrets;
    }

    /**
     * Starts a broker.
     *
     * @param folder where it keeps its log and its certificate
     */
    public static SecuredKafka start(Path folder, int partitions) throws Exception {
        Files.createDirectories(folder);
        String password = secret();
        String storePassword = secret();
        Path certificate = certify(folder, storePassword);
        EmbeddedKafka kafka =
                EmbeddedKafka.start(
                        folder.resolve("log"),
                        partitions,
                        properties(folder, certificate, password, storePassword));
        Map<String, Object> own = new HashMap<>(trust(certificate));
        own.put("bootstrap.servers", kafka.bootstrapServers());
        own.put("sasl.mechanism", "PLAIN");
        own.put("sasl.jaas.config", JAAS.formatted(PLAIN, BROKER, password, ""));
        return new SecuredKafka(
                kafka,
                certificate,
                Admin.create(own),
                new CopyOnWriteArrayList<>(List.of(password, storePassword)));
    }

    private static Map<String, String> properties(
            Path folder, Path certificate, String password, String storePassword) {
        Map<String, String> properties = new HashMap<>(trust(certificate));
        properties.remove("security.protocol");
        properties.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:SASL_SSL");
        properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        properties.put("sasl.mechanism.controller.protocol", "PLAIN");
        String plain = JAAS.formatted(PLAIN, BROKER, password, " user_broker=\"" + password + '"');
        properties.put("listener.name.clients.plain.sasl.jaas.config", plain);
        properties.put("listener.name.controller.plain.sasl.jaas.config", plain);
        properties.put(
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.%s required;".formatted(SCRAM));
        properties.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
        properties.put("super.users", "User:" + BROKER);
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.location", folder.resolve("broker.p12").toString());
        properties.put("ssl.keystore.password", storePassword);
        return properties;
    }

    /** A key of the broker's, and its certificate, which it signs itself. */
    private static Path certify(Path folder, String password) throws Exception {
        String store =
                "-keystore broker.p12 -storetype PKCS12 -alias broker -storepass " + password;
        keytool(folder, "-genkeypair -keyalg EC -dname CN=broker -ext san=ip:127.0.0.1 " + store);
        keytool(folder, "-exportcert -rfc -file broker.pem " + store);
        return folder.resolve("broker.pem");
    }

    private static void keytool(Path folder, String arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        // Ten thousand rounds of hashing by default, at each reading of a store that nobody
        // attacks.
        for (String rounds : List.of("certPbe", "keyPbe", "mac")) {
            command.add("-J-Dkeystore.pkcs12." + rounds + "IterationCount=1");
        }
        command.addAll(List.of(arguments.split(" ", -1)));
        Command ran = Command.run(folder, Map.of(), command);
        assertThat(ran.exit()).as(ran.printed()).isZero();
    }

    private static Map<String, String> trust(Path certificate) {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", certificate.toString());
    }

    private static String secret() {
        return "secret" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Where clients find it. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** All that nobody may tell: passwords of users and of the broker. */
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    /** What a client says that logs in with a password, and how it knows the broker. */
    public Map<String, String> login(String user, String password) {
        secrets.add(password);
        Map<String, String> login = new HashMap<>(trust(certificate));
        login.put("sasl.mechanism", "SCRAM-SHA-512");
        login.put("sasl.jaas.config", JAAS.formatted(SCRAM, user, password, ""));
        return login;
    }

    /**
     * Makes a user.
     *
     * @param granted what it may do
     * @return what its clients say
     */
    public Map<String, String> user(String name, Collection<AclBinding> granted) throws Exception {
        String password = secret();
        Patience.get(
                admin.alterUserScramCredentials(
                                List.of(
                                        new UserScramCredentialUpsertion(
                                                name,
                                                new ScramCredentialInfo(
                                                        ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                                                password)))
                        .all());
        grant(granted);
        Map<String, String> login = login(name, password);
        awaitLogin(login);
        return login;
    }

    /** Allows more, and waits until the broker knows, which is a moment later. */
    public void grant(Collection<AclBinding> granted) throws Exception {
        Patience.get(admin.createAcls(granted).all());
        Patience.await("ACLs")
                .until(
                        () ->
                                Patience.get(admin.describeAcls(AclBindingFilter.ANY).values())
                                        .containsAll(granted));
    }

    /** The broker learns of a new user by itself, a moment later. */
    private void awaitLogin(Map<String, String> login) {
        Patience.await("login")
                .ignoreExceptions()
                .until(
                        () -> {
                            try (Admin user = admin(login)) {
                                return Patience.get(user.describeCluster().clusterId()) != null;
                            }
                        });
    }

    /** Clients of a new user. */
    public KafkaClient client(String user, AclBinding... granted) throws Exception {
        return new KafkaClient(bootstrapServers(), user(user, List.of(granted)));
    }

    /** An administrator's client, of a user that is no administrator. */
    public Admin admin(Map<String, String> login) {
        Map<String, Object> properties = new HashMap<>(login);
        properties.put("bootstrap.servers", bootstrapServers());
        return Admin.create(properties);
    }

    /**
     * Settings as a start script gives them: the password in the environment, all else as
     * arguments.
     *
     * @param login what clients say
     * @param more options of the job
     */
    public Settings settings(Map<String, String> login, Map<String, String> more) {
        Map<String, String> options = new HashMap<>();
        options.put("kafka.bootstrap-servers", bootstrapServers());
        options.put("kafka.start-timeout", Patience.OPTION);
        options.put("kafka.max-pause", Patience.OPTION);
        options.put("job.buffer-timeout", "0 ms");
        login.forEach((key, value) -> options.put("kafka.client." + key, value));
        Map<String, String> environment = new HashMap<>();
        String secret = options.remove("kafka.client.sasl.jaas.config");
        if (secret != null) {
            environment.put("NEXTCLICK_KAFKA_CLIENT_SASL_JAAS_CONFIG", secret);
        }
        options.putAll(more);
        List<String> args = new ArrayList<>();
        options.forEach((key, value) -> args.addAll(List.of("--" + key, value)));
        return Settings.load(args.toArray(String[]::new), environment);
    }

    @Override
    public void close() {
        admin.close(Patience.LONGEST);
        kafka.close();
    }
}

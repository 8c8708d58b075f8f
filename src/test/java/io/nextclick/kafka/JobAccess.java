package io.nextclick.kafka;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * What the users of the job and of a rehearsal need. The table of docs/operations.md is made of it,
 * and the users of {@link SecuredKafkaIT} may do this and no more.
 *
 * @param when who needs it
 * @param resource of what kind
 * @param pattern whether the names are whole ones or the beginnings of names
 * @param names of topics, groups or transactional ids
 * @param operations what it does with them
 * @param why what for
 */
record JobAccess(
        When when,
        ResourceType resource,
        PatternType pattern,
        List<String> names,
        List<AclOperation> operations,
        String why) {

    /** Begins all groups and transactional ids of the job, and topics of a rehearsal. */
    static final String JOB = "nextclick-";

    static final String REHEARSAL = "rehearsal-";

    /** Who needs it. */
    enum When {
        ALWAYS("always"),
        EXACTLY_ONCE("`kafka.delivery-guarantee=EXACTLY_ONCE`"),
        CREATE_TOPICS("`kafka.create-topics=true`"),
        REHEARSAL("rehearsal");

        private final String text;

        When(String text) {
            this.text = text;
        }
    }

    static final List<JobAccess> ALL =
            List.of(
                    topics(When.ALWAYS, JobAccess::isInput, "reads them", READ),
                    topics(
                            When.ALWAYS,
                            KafkaRetention::isReplayed,
                            "warns of a retention that deletes what is replayed",
                            DESCRIBE_CONFIGS),
                    topics(
                            When.ALWAYS,
                            each -> each.direction() == Direction.BOTH,
                            "writes it and reads it back",
                            READ,
                            WRITE),
                    topics(
                            When.ALWAYS,
                            each -> each.direction() == Direction.OUTPUT,
                            "writes them",
                            WRITE),
                    beginning(When.ALWAYS, GROUP, JOB, "commits and finds offsets", READ),
                    topics(
                            When.EXACTLY_ONCE,
                            each -> each.direction() == Direction.OUTPUT,
                            "finds open transactions of a job before it",
                            READ),
                    beginning(
                            When.EXACTLY_ONCE,
                            TRANSACTIONAL_ID,
                            JOB,
                            "writes in transactions, and asks what became of them",
                            WRITE),
                    topics(
                            When.CREATE_TOPICS,
                            each -> true,
                            "creates those that are missing",
                            CREATE),
                    topics(
                            When.REHEARSAL,
                            JobAccess::isInput,
                            "reads what the live job reads",
                            READ),
                    topics(
                            When.REHEARSAL,
                            KafkaRetention::isReplayed,
                            "as the job",
                            DESCRIBE_CONFIGS),
                    topics(
                            When.REHEARSAL,
                            List.of(Topics.RECOMMENDATIONS, Topics.SEGMENTS)::contains,
                            "compares them with its own",
                            READ),
                    beginning(
                            When.REHEARSAL,
                            TOPIC,
                            REHEARSAL,
                            "creates its own, writes, reads and deletes them",
                            CREATE,
                            READ,
                            WRITE,
                            DELETE),
                    beginning(
                            When.REHEARSAL,
                            GROUP,
                            REHEARSAL,
                            "commits offsets, and deletes its groups",
                            READ,
                            DELETE));

    private static boolean isInput(Topic<?> topic) {
        return topic.direction() == Direction.INPUT;
    }

    private static JobAccess topics(
            When when, Predicate<Topic<?>> which, String why, AclOperation... operations) {
        return new JobAccess(
                when,
                TOPIC,
                PatternType.LITERAL,
                Topics.all().stream().filter(which).map(Topic::name).toList(),
                List.of(operations),
                why);
    }

    private static JobAccess beginning(
            When when,
            ResourceType resource,
            String prefix,
            String why,
            AclOperation... operations) {
        return new JobAccess(
                when, resource, PatternType.PREFIXED, List.of(prefix), List.of(operations), why);
    }

    /** What a user is granted who needs these. */
    static List<AclBinding> of(String user, When... needs) {
        List<When> needed = List.of(needs);
        return ALL.stream()
                .filter(each -> needed.contains(each.when))
                .flatMap(
                        each ->
                                each.operations.stream()
                                        .flatMap(
                                                operation ->
                                                        each.names.stream()
                                                                .map(
                                                                        name ->
                                                                                each.grant(
                                                                                        user, name,
                                                                                        operation))))
                .toList();
    }

    private AclBinding grant(String user, String name, AclOperation operation) {
        return allow(user, new ResourcePattern(resource, name, pattern), operation);
    }

    /** Allows one thing with a topic. */
    static AclBinding allow(String user, AclOperation operation, String topic) {
        return allow(user, new ResourcePattern(TOPIC, topic, PatternType.LITERAL), operation);
    }

    private static AclBinding allow(String user, ResourcePattern on, AclOperation operation) {
        return new AclBinding(
                on,
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** The table of the page. */
    static String table() {
        return ALL.stream()
                .map(JobAccess::row)
                .collect(
                        Collectors.joining(
                                "\n",
                                """

                                | when | on | operations | what for |
                                |---|---|---|---|
                                """,
                                "\n\n"));
    }

    private String row() {
        String kind =
                resource.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (names.size() > 1 ? "s " : " ");
        String on =
                names.stream()
                        .map(name -> pattern == PatternType.PREFIXED ? name + '*' : name)
                        .collect(Collectors.joining("`, `", "`", "`"));
        String what =
                operations.stream()
                        .map(SecurityUtils::operationName)
                        .collect(Collectors.joining(", "));
        return "| %s | %s%s | %s | %s |".formatted(when.text, kind, on, what, why);
    }
}

package io.dsd.kafka;

import io.dsd.kafka.broker.Listener;
import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/** Users of a broker with access control lists. */
enum Users {
  /** May do everything, as the broker itself may. */
  SUPERUSER,
  /** May do what it has been granted. */
  JOB;

  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"";

  private String principal() {
    return name().toLowerCase(Locale.ROOT);
  }

  private String login() {
    return LOGIN.formatted(principal(), "of " + principal());
  }

  static Listener listener() {
    StringBuilder login = new StringBuilder(SUPERUSER.login());
    for (Users user : values()) {
      login.append(" user_%1$s=\"of %1$s\"".formatted(user.principal()));
    }
    return new Listener(
        SecurityProtocol.SASL_PLAINTEXT,
        Map.of(
            "sasl.enabled.mechanisms",
            "PLAIN",
            "sasl.mechanism.inter.broker.protocol",
            "PLAIN",
            "listener.name.sasl_plaintext.plain.sasl.jaas.config",
            login.append(';').toString(),
            "authorizer.class.name",
            StandardAuthorizer.class.getName(),
            // the controller's listener asks nobody who they are
            "super.users",
            "User:superuser;User:ANONYMOUS"));
  }

  KafkaOptions options(String brokers) {
    KafkaOptions standard = KafkaOptions.standard(brokers);
    return new KafkaOptions(
        brokers,
        Map.of(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            login() + ";"),
        standard.topics(),
        standard.groupId(),
        standard.guarantee(),
        standard.transactionTimeout(),
        standard.transactionalIdPrefix(),
        standard.recordLimit());
  }

  /** The rights of the job in {@code docs/security.md}, without the optional ones. */
  static void grantWhatTheDocumentLists(KafkaOptions superuser) throws Exception {
    try (Admin admin = Admin.create(new ClientProperties(superuser).admin())) {
      admin
          .createAcls(
              List.of(
                  right(ResourceType.TOPIC, "prompts", PatternType.LITERAL, AclOperation.READ),
                  right(ResourceType.GROUP, "dsd", PatternType.LITERAL, AclOperation.READ),
                  right(ResourceType.TOPIC, "completions", PatternType.LITERAL, AclOperation.WRITE),
                  right(ResourceType.TOPIC, "completions", PatternType.LITERAL, AclOperation.READ),
                  right(ResourceType.TOPIC, "dead-letters", PatternType.LITERAL, AclOperation.READ),
                  right(ResourceType.TOPIC, "deltas", PatternType.LITERAL, AclOperation.WRITE),
                  right(
                      ResourceType.TOPIC, "dead-letters", PatternType.LITERAL, AclOperation.WRITE),
                  right(
                      ResourceType.TRANSACTIONAL_ID,
                      "dsd",
                      PatternType.PREFIXED,
                      AclOperation.WRITE)))
          .all()
          .get();
    }
  }

  private static AclBinding right(
      ResourceType type, String name, PatternType pattern, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:" + JOB.principal(), "*", operation, AclPermissionType.ALLOW));
  }
}

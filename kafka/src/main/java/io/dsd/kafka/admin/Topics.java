package io.dsd.kafka.admin;

import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;

import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics that are missing, and checks that those that are there take the largest record. */
public final class Topics {

  private static final Duration NEWS_PATIENCE = Duration.ofSeconds(10);

  private final BrokerAdmin admin;

  /** Works through {@code admin}, which stays the caller's to close. */
  public Topics(BrokerAdmin admin) {
    this.admin = admin;
  }

  /** The plans of all topics that {@code options} name. */
  public static List<TopicPlan> plans(KafkaOptions options, int partitions, short replication) {
    TopicNames names = options.topics();
    List<String> all =
        new ArrayList<>(List.of(names.prompts(), names.completions(), names.deadLetters()));
    names.deltas().ifPresent(all::add);
    return all.stream()
        .map(
            name -> new TopicPlan(name, partitions, replication, options.recordLimit().wireBytes()))
        .toList();
  }

  /**
   * Makes each topic that does not exist.
   *
   * @throws AdminException if one cannot be made, or exists and does not take the largest record
   */
  public void ensure(List<TopicPlan> plans) {
    Set<String> present = admin.await("listing topics", admin.client().listTopics().names());
    List<TopicPlan> existing = new ArrayList<>();
    for (TopicPlan plan : plans) {
      if (present.contains(plan.name()) || !create(plan)) {
        existing.add(plan);
      }
    }
    existing.forEach(this::requireRoom);
  }

  /**
   * Checks that topics exist.
   *
   * @throws AdminException naming those that do not
   */
  public void requireAll(List<String> names) {
    Set<String> present = admin.await("listing topics", admin.client().listTopics().names());
    List<String> missing = names.stream().filter(name -> !present.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new AdminException(
          "these topics do not exist at '%s': %s"
              .formatted(admin.bootstrapServers(), String.join(", ", missing)));
    }
  }

  /** Makes the topic; false if someone else just did. */
  private boolean create(TopicPlan plan) {
    NewTopic topic =
        new NewTopic(plan.name(), plan.partitions(), plan.replication())
            .configs(Map.of(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(plan.largestRecord())));
    KafkaFuture<Void> made = admin.client().createTopics(List.of(topic)).all();
    try {
      admin.await("creating the topic '" + plan.name() + "'", made);
      return true;
    } catch (AdminException failure) {
      if (failure.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw failure;
    }
  }

  private void requireRoom(TopicPlan plan) {
    settings(plan.name())
        .map(config -> Long.parseLong(config.get(MAX_MESSAGE_BYTES_CONFIG).value()))
        .ifPresent(allowed -> requireRoom(plan, allowed));
  }

  private static void requireRoom(TopicPlan plan, long allowed) {
    if (allowed < plan.largestRecord()) {
      throw new AdminException(
          "the topic '%s' takes records of up to %d bytes, but the record size limit of this job needs %d: set its %s to %d, or lower the limit"
              .formatted(
                  plan.name(),
                  allowed,
                  plan.largestRecord(),
                  MAX_MESSAGE_BYTES_CONFIG,
                  plan.largestRecord()));
    }
  }

  /** The settings of a topic that exists; a broker may hear of a new one a little later. */
  private Optional<Config> settings(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    long deadline = System.nanoTime() + NEWS_PATIENCE.toNanos();
    while (true) {
      try {
        return admin.settings("reading the settings of the topic '" + topic + "'", resource);
      } catch (AdminException failure) {
        if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > deadline) {
          throw failure;
        }
      }
    }
  }
}

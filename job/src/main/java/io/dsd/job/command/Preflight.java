package io.dsd.job.command;

import io.dsd.kafka.admin.AdminException;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.TopicPlan;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.admin.TransactionTimeoutCheck;
import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** What must hold at the brokers before the job starts. */
final class Preflight {

  private Preflight() {}

  /**
   * Checks the transaction timeout and the topics.
   *
   * @param partitions of topics that are to be made if they are missing
   * @throws AdminException saying what to do
   */
  static void check(KafkaOptions options, Optional<Integer> partitions)
      throws InterruptedException {
    try (BrokerAdmin admin = new BrokerAdmin(options)) {
      new TransactionTimeoutCheck(admin).verify(options);
      List<TopicPlan> plans = Topics.plans(options, partitions.orElse(1), (short) 1);
      if (partitions.isEmpty()) {
        requireAll(options, plans.stream().map(TopicPlan::name).toList());
      }
      new Topics(admin).ensure(plans);
    }
  }

  private static void requireAll(KafkaOptions options, List<String> names)
      throws InterruptedException {
    try (Admin admin = Admin.create(new ClientProperties(options).admin())) {
      Set<String> present = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      List<String> missing = names.stream().filter(name -> !present.contains(name)).toList();
      if (!missing.isEmpty()) {
        throw new AdminException(
            "the topics %s do not exist at %s; make them, or let --create-topics do it"
                .formatted(String.join(", ", missing), options.bootstrapServers()));
      }
    } catch (ExecutionException | TimeoutException failure) {
      throw new AdminException(
          "the topics at %s cannot be listed: %s".formatted(options.bootstrapServers(), failure),
          failure);
    }
  }
}

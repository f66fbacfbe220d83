package io.dsd.job.command;

import io.dsd.kafka.admin.AdminException;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.TopicPlan;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.admin.TransactionTimeoutCheck;
import io.dsd.kafka.option.KafkaOptions;
import java.util.List;
import java.util.Optional;

/** What must hold at the brokers before anything is read, written or submitted. */
public final class Preflight {

  private Preflight() {}

  /**
   * Checks the transaction timeout and the topics of a job.
   *
   * @param partitions of topics that are to be made if they are missing
   * @throws AdminException saying what to do
   */
  public static void check(KafkaOptions options, Optional<Integer> partitions) {
    try (BrokerAdmin admin = new BrokerAdmin(options)) {
      new TransactionTimeoutCheck(admin).verify(options);
      List<TopicPlan> plans = Topics.plans(options, partitions.orElse(1), (short) 1);
      if (partitions.isEmpty()) {
        try {
          new Topics(admin).requireAll(plans.stream().map(TopicPlan::name).toList());
        } catch (AdminException missing) {
          throw new AdminException(
              missing.getMessage()
                  + "; make them, or have `dsd submit --create-topics PARTITIONS` make them",
              missing);
        }
      }
      new Topics(admin).ensure(plans);
    }
  }

  /**
   * Checks that the brokers answer and have a topic.
   *
   * @throws AdminException saying what is not so
   */
  static void requireTopic(KafkaOptions options, String topic) {
    try (BrokerAdmin admin = new BrokerAdmin(options)) {
      new Topics(admin).requireAll(List.of(topic));
    }
  }
}

package io.dsd.kafka.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTest {

  @TempDir static Path directory;

  private static EmbeddedBroker broker;
  private static BrokerAdmin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(directory, RecordLimit.standard());
    admin = new BrokerAdmin(KafkaOptions.standard(broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void missingTopicsAreMadeAndThoseThatAreThereStay() throws Exception {
    KafkaOptions options = KafkaOptions.standard(broker.bootstrapServers());
    List<TopicPlan> plans = Topics.plans(options, 3, (short) 1);
    new Topics(admin).ensure(plans);
    new Topics(admin).ensure(Topics.plans(options, 5, (short) 1));

    assertThat(
            admin
                .client()
                .describeTopics(List.of("prompts", "completions", "deltas", "dead-letters"))
                .allTopicNames()
                .get()
                .values())
        .hasSize(4)
        .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
  }

  @Test
  void aTopicThatTakesOnlySmallerRecordsIsRefusedWithBothSizes() {
    Topics topics = new Topics(admin);
    topics.ensure(List.of(new TopicPlan("small", 1, (short) 1, 1000)));
    assertThatThrownBy(() -> topics.ensure(List.of(new TopicPlan("small", 1, (short) 1, 2000))))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("the topic 'small' takes records of up to 1000 bytes")
        .hasMessageContaining("set its max.message.bytes to 2000");
  }

  @Test
  void moreReplicasThanBrokersAreRefusedWithTheBrokersReason() {
    assertThatThrownBy(
            () -> new Topics(admin).ensure(List.of(new TopicPlan("wide", 1, (short) 3, 1000))))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("creating the topic 'wide' failed")
        .hasMessageContaining("replication");
  }

  @Test
  void plansAreChecked() {
    assertThatThrownBy(() -> new TopicPlan("a", 0, (short) 1, 1))
        .hasMessageContaining("0 partitions");
    assertThatThrownBy(() -> new TopicPlan("a", 1, (short) 0, 1))
        .hasMessageContaining("replication factor of 0");
  }

  @Test
  void aTransactionTimeoutThatTheBrokerAllowsPasses() {
    TransactionTimeoutCheck check = new TransactionTimeoutCheck(admin);
    assertThatCode(() -> check.verify(KafkaOptions.standard(broker.bootstrapServers())))
        .doesNotThrowAnyException();
  }

  @Test
  void aTransactionTimeoutBeyondTheBrokersMaximumIsRefusedWithBoth() {
    TransactionTimeoutCheck check = new TransactionTimeoutCheck(admin);
    assertThatThrownBy(
            () -> check.verify(options(DeliveryGuarantee.EXACTLY_ONCE, Duration.ofHours(1))))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("the transaction timeout is 3600000 ms")
        .hasMessageContaining("at most 900000 ms (its transaction.max.timeout.ms)");
  }

  @Test
  void withoutTransactionsTheTimeoutDoesNotMatter() {
    TransactionTimeoutCheck check = new TransactionTimeoutCheck(admin);
    assertThatCode(
            () -> check.verify(options(DeliveryGuarantee.AT_LEAST_ONCE, Duration.ofHours(1))))
        .doesNotThrowAnyException();
  }

  @Test
  void brokersThatDoNotAnswerAreNamed() {
    KafkaOptions nowhere = KafkaOptions.standard("127.0.0.1:1");
    try (BrokerAdmin lost = new BrokerAdmin(nowhere, Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> new Topics(lost).ensure(List.of()))
          .isInstanceOf(AdminException.class)
          .hasMessageContaining("listing topics")
          .hasMessageContaining("127.0.0.1:1");
    }
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new BrokerAdmin(KafkaOptions.standard("no port")))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("'no port'");
  }

  private static KafkaOptions options(DeliveryGuarantee guarantee, Duration timeout) {
    KafkaOptions standard = KafkaOptions.standard(broker.bootstrapServers());
    return new KafkaOptions(
        standard.bootstrapServers(),
        Map.of(),
        standard.topics(),
        standard.groupId(),
        guarantee,
        timeout,
        standard.transactionalIdPrefix(),
        standard.recordLimit());
  }
}

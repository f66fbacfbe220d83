package io.dsd.kafka.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaOptionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group.id", "bootstrap.servers", "transactional.id", "transaction.timeout.ms",
        "max.request.size", "max.partition.fetch.bytes", "fetch.max.bytes", "enable.auto.commit",
        "value.serializer"
      })
  void aClientPropertyThatTheOptionsDecideIsRefusedByName(String name) {
    assertThatThrownBy(() -> with(Map.of(name, "x")))
        .hasMessageContaining("'" + name + "' cannot be set: it is decided by");
  }

  @Test
  void clientPropertiesReachTheClientsThatKnowThem() {
    ClientProperties clients =
        new ClientProperties(
            with(
                Map.of(
                    "security.protocol", "SSL",
                    "isolation.level", "read_uncommitted",
                    "linger.ms", "5",
                    "own.login.module", "x")));
    assertThat(clients.admin())
        .containsOnlyKeys("bootstrap.servers", "security.protocol", "own.login.module");
    assertThat(clients.consumer())
        .containsEntry("isolation.level", "read_uncommitted")
        .containsEntry("own.login.module", "x")
        .doesNotContainKey("linger.ms");
    assertThat(clients.producer())
        .containsEntry("linger.ms", "5")
        .containsEntry("security.protocol", "SSL")
        .doesNotContainKey("isolation.level");
  }

  @Test
  void recordsAreReadCommittedAndLeaveAtOnceByDefault() {
    ClientProperties clients = new ClientProperties(with(Map.of()));
    assertThat(clients.consumer()).containsEntry("isolation.level", "read_committed");
    assertThat(clients.producer()).containsEntry("linger.ms", "0");
  }

  @Test
  void everySizeFollowsFromTheRecordLimit() {
    ClientProperties clients = new ClientProperties(with(Map.of()));
    Properties consumer = clients.consumer();
    assertThat(consumer).containsEntry("max.partition.fetch.bytes", "1048576");
    assertThat(clients.producer()).containsEntry("max.request.size", "1048576");
    assertThat(new RecordLimit(RecordLimit.MOST).wireBytes()).isLessThan(100 << 20);
  }

  @Test
  void aProducersMemoryHoldsTheLargestRecord() {
    KafkaOptions standard = with(Map.of());
    KafkaOptions largest =
        new KafkaOptions(
            standard.bootstrapServers(),
            standard.properties(),
            standard.topics(),
            standard.groupId(),
            standard.guarantee(),
            standard.transactionTimeout(),
            standard.transactionalIdPrefix(),
            new RecordLimit(RecordLimit.MOST));
    String memory = new ClientProperties(largest).producer().getProperty("buffer.memory");
    assertThat(Integer.parseInt(memory)).isGreaterThan(largest.recordLimit().wireBytes());
    assertThat(new ClientProperties(standard).producer())
        .containsEntry("buffer.memory", "33554432");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1023, (32 << 20) + 1})
  void aRecordLimitOutsideItsRangeIsRefused(int bytes) {
    assertThatThrownBy(() -> new RecordLimit(bytes))
        .hasMessageContaining(bytes + " bytes; from 1024 to 33554432 are allowed");
  }

  @Test
  void topicNamesMustBeLegalAndDiffer() {
    assertThatThrownBy(() -> new TopicNames("a b", "c", Optional.empty(), "d"))
        .hasMessageContaining("the topic for prompts is named 'a b'");
    assertThatThrownBy(() -> new TopicNames("a", "c", Optional.of("a"), "d"))
        .hasMessageContaining("the topics for prompts and deltas are both named 'a'");
  }

  @Test
  void guaranteesAndTimeoutsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> with(DeliveryGuarantee.NONE, Duration.ofMinutes(1)))
        .hasMessageContaining("EXACTLY_ONCE and AT_LEAST_ONCE are allowed");
    assertThatThrownBy(() -> with(DeliveryGuarantee.EXACTLY_ONCE, Duration.ofMillis(10)))
        .hasMessageContaining("the transaction timeout is 10 ms; from 1000 to 2147483647 ms");
  }

  @Test
  void nothingMayBeEmpty() {
    assertThatThrownBy(() -> KafkaOptions.standard(" "))
        .hasMessageContaining("the bootstrap servers must not be empty");
  }

  private static KafkaOptions with(Map<String, String> properties) {
    KafkaOptions standard = KafkaOptions.standard("localhost:9092");
    return new KafkaOptions(
        standard.bootstrapServers(),
        properties,
        standard.topics(),
        standard.groupId(),
        standard.guarantee(),
        standard.transactionTimeout(),
        standard.transactionalIdPrefix(),
        standard.recordLimit());
  }

  private static KafkaOptions with(DeliveryGuarantee guarantee, Duration timeout) {
    KafkaOptions standard = KafkaOptions.standard("localhost:9092");
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

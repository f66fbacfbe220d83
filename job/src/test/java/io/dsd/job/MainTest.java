package io.dsd.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.command.Preflight;
import io.dsd.kafka.admin.AdminException;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code flink run} refuses before it submits anything. */
class MainTest {

  @TempDir private Path directory;

  @Test
  void aTransactionTimeoutThatTheBrokersDoNotAllowIsRefused() throws Exception {
    try (EmbeddedBroker broker = broker()) {
      Preflight.check(KafkaOptions.standard(broker.bootstrapServers()), Optional.of(1));
      assertThatThrownBy(() -> run(broker, "16min"))
          .isInstanceOf(AdminException.class)
          .hasMessageContaining("the transaction timeout is 960000 ms")
          .hasMessageContaining("allows at most 900000 ms");
    }
  }

  @Test
  void topicsThatDoNotExistAreNamed() throws Exception {
    try (EmbeddedBroker broker = broker()) {
      assertThatThrownBy(() -> run(broker, "15min"))
          .isInstanceOf(AdminException.class)
          .hasMessageContaining("completions")
          .hasMessageContaining("dsd submit --create-topics");
    }
  }

  private EmbeddedBroker broker() {
    return EmbeddedBroker.start(directory.resolve("broker"), RecordLimit.standard());
  }

  private void run(EmbeddedBroker broker, String transactionTimeout) throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("dsd.yaml"),
            """
            model: %s
            kafka:
              bootstrap-servers: %s
              transaction-timeout: %s
            """
                .formatted(
                    Path.of("../operators/src/test/resources/models/tiny-llama").toAbsolutePath(),
                    broker.bootstrapServers(),
                    transactionTimeout));
    Main.main(new String[] {"--config", config.toString()});
  }
}

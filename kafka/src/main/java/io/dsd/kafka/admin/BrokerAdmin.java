package io.dsd.kafka.admin;

import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** A connection for administration, whose failures are told in words for users. */
public final class BrokerAdmin implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String bootstrapServers;
  private final Duration patience;
  private final Admin admin;

  /**
   * Connects, waiting up to 30 seconds for each answer.
   *
   * @throws AdminException if the settings are not usable
   */
  public BrokerAdmin(KafkaOptions options) {
    this(options, PATIENCE);
  }

  BrokerAdmin(KafkaOptions options, Duration patience) {
    this.bootstrapServers = options.bootstrapServers();
    this.patience = patience;
    Properties properties = new ClientProperties(options).admin();
    properties.putIfAbsent("request.timeout.ms", Long.toString(patience.toMillis()));
    properties.putIfAbsent("default.api.timeout.ms", Long.toString(patience.toMillis()));
    try {
      this.admin = Admin.create(properties);
    } catch (KafkaException failure) {
      throw new AdminException(
          "no Kafka client could be made for '%s': %s".formatted(bootstrapServers, reason(failure)),
          failure);
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Admin client() {
    return admin;
  }

  /**
   * The answer, or the reason why there is none as an {@link AdminException} about {@code doing}.
   */
  <T> T await(String doing, KafkaFuture<T> answer) {
    try {
      return answer.get(patience.toMillis() + 5_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new AdminException(
          "%s failed at the Kafka brokers '%s': %s"
              .formatted(doing, bootstrapServers, reason(failure.getCause())),
          failure.getCause());
    } catch (TimeoutException failure) {
      throw new AdminException(
          "%s: the Kafka brokers '%s' did not answer within %d s"
              .formatted(doing, bootstrapServers, patience.toSeconds()),
          failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new AdminException(doing + " was interrupted", interruption);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }

  private static String reason(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.toString() : at.getMessage();
  }
}
